using System.IO.Compression;
using System.Text;
using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>HTTP errors, and answers that are no event stream.</summary>
internal static class HttpHazards
{
    private const string TooLong = """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""";
    private const string Loading = """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""";
    private const string CutError = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 9000\r\n\r\nout of memory at layer";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Answered("http-400", "The prompt is too long.", "llama.cpp", "400 Bad Request", "application/json", TooLong).Is("failed", "http-400", says: "exceeds the available context size"),
        Answered("http-401", "The key is wrong.", "LM Studio, vLLM", "401 Unauthorized", "application/json", """{"error":"invalid api key"}""").Is("failed", "http-401", says: "invalid api key"),
        Answered("http-404", "There is no such model.", "vLLM, Ollama", "404 Not Found", "application/json", """{"error":{"message":"The model does not exist.","code":404}}""").Is("failed", "http-404", says: "does not exist"),
        Answered("http-429", "Too busy, with Retry-After.", "gateways", "429 Too Many Requests\r\nRetry-After: 7", "application/json", """{"error":{"message":"slow down"}}""")
            .AsksToWait(TimeSpan.FromSeconds(7)).Is("refused", "http-429", says: "wait 7 s"),
        Answered("http-503", "Loading the model, with Retry-After.", "llama.cpp behind a proxy", "503 Service Unavailable\r\nRetry-After: 3", "application/json", Loading)
            .AsksToWait(TimeSpan.FromSeconds(3)).Is("refused", "http-503", says: "Loading model"),
        Answered("http-503-plain", "Loading the model, without Retry-After.", "llama.cpp", "503 Service Unavailable", "application/json", Loading).Is("refused", "http-503", says: "Loading model"),
        Answered("http-503-words", "Retry-After is no number: it costs only itself.", "gateways", "503 Service Unavailable\r\nRetry-After: soon", "text/plain", "starting").Is("refused", "http-503", says: "starting"),
        Answered("http-503-date", "Retry-After is a date, half a minute after the server's own.", "proxies", "503 Service Unavailable\r\nDate: Sat, 07 Mar 2026 12:00:00 GMT\r\nRetry-After: Sat, 07 Mar 2026 12:00:30 GMT", "text/plain", "starting").AsksToWait(TimeSpan.FromSeconds(30)).Is("refused", "http-503", says: "wait 30 s"),
        Answered("http-429-absurd", "Retry-After is greater than any number: it costs only itself.", "gateways", "429 Too Many Requests\r\nRetry-After: 99999999999999", "text/plain", "slow down").Is("refused", "http-429", says: "slow down"),
        Answered("http-422", "A member is not allowed: the body is a list of mistakes.", "vLLM", "422 Unprocessable Entity", "application/json", """{"detail":[{"loc":["body","top_k"],"msg":"Extra inputs are not permitted"}]}""").Is("failed", "http-422", says: "Extra inputs are not permitted"),
        Answered("http-500-html", "An HTML error page.", "nginx before a dead server", "500 Internal Server Error", "text/html", "<html><body><h1>500</h1></body></html>").Is("failed", "http-500", says: "<h1>500</h1>"),
        Answered("http-502-empty", "An error without a body.", "proxies", "502 Bad Gateway", "text/plain", "").Is("failed", "http-502", says: "HTTP 502"),
        Http("http-500-cut", "An error whose body is cut by a reset: what came of it is kept.", "a crashing server").Wait().Raw(CutError).Wait().Then(new HazardStep.Reset()).Is("failed", "http-500", says: "out of memory at layer"),
        Http("http-500-open", "An error whose body never ends.", "a hung server").Raw(CutError).Then(new HazardStep.StayOpen()).ForPatience(idle: Pause * 4).Is("failed", "http-500", says: "out of memory at layer"),
        Answered("http-302", "A redirect to a login page: it is not followed.", "a login page in front", "302 Found\r\nLocation: /login", "text/plain", "moved").Is("failed", "http-302", says: "/login"),
        Answered("http-307", "A redirect to a good stream: it is not followed, for its time would count.", "proxies", "307 Temporary Redirect\r\nLocation: /plain/v1/chat/completions", "text/plain", "moved").Is("failed", "http-307", says: "/plain/v1/chat/completions"),
        Answered("http-308", "A permanent redirect: it is not followed, and where it leads is told.", "proxies that want https", "308 Permanent Redirect\r\nLocation: https://127.0.0.1/v1/chat/completions", "text/plain", "").Is("failed", "http-308", says: "https://127.0.0.1/v1/chat/completions"),
        Answered("http-302-nowhere", "A redirect that does not say where to.", "broken proxies", "302 Found", "text/plain", "").Is("failed", "http-302", says: "says nowhere"),
        Http("http-204", "A 204: the server has nothing to say.", "gateways").Wait().Raw("HTTP/1.1 204 No Content\r\n\r\n").Is("empty", "no-tokens", says: "HTTP 204"),
        Answered("http-202", "A 202: the request was queued, and the answer would have to be fetched.", "gateways with queues", "202 Accepted", "application/json", """{"job":"17"}""").Is("failed", "not-a-stream", says: "HTTP 202"),
        Answered("http-500-bytes", "An error whose body is no text.", "crashing servers", "500 Internal Server Error", "application/octet-stream", "\u0001\u001b[31mno\0").Is("failed", "http-500", says: "\uFFFD[31mno"),
        Answered("http-500-long", "An error whose body is 200 KB: its beginning is kept.", "debugging pages", "500 Internal Server Error", "text/plain", $"out of memory {new string('x', 200_000)}").Is("failed", "http-500", says: "out of memory"),
        Http("http-500-gzip", "An error whose body is compressed though nobody asked for that.", "proxies").Wait().Raw(Compressed("500 Internal Server Error", "out of memory")).Is("failed", "http-500", says: "compressed (gzip)"),
        Http("gzip", "A good stream, compressed though nobody asked for that: the compressor holds text back, so no time of it could be believed.", "proxies").Wait().Raw(Compressed("200 OK", Event(Answer("Hi")) + Event(Chunk("{}", "stop")) + "data: [DONE]\n\n")).Is("failed", "not-a-stream", says: "compressed (gzip)"),
        Answered("html-200", "A 200 with an HTML page.", "a wrong port", "200 OK", "text/html", "<!doctype html><title>Welcome</title>").Is("failed", "not-a-stream", says: "<title>Welcome"),
        Answered("html-200-long", "A 200 with a long HTML page: its beginning is kept.", "a wrong port", "200 OK", "text/html", $"<!doctype html><title>Welcome</title>{new string('x', 20_000)}").Is("failed", "not-a-stream", says: "<title>Welcome"),
        Answered("json-200", "A whole answer instead of a stream.", "servers that ignore stream:true", "200 OK", "application/json", """{"id":"x","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]}""")
            .Is("failed", "not-a-stream", says: "\"content\":\"Hi\""),
        Answered("json-error-200", "A 200 whose body is an error.", "LM Studio for paths it does not know", "200 OK", "application/json", """{"error":"Unexpected endpoint or method. (POST /v1/chat/completions)"}""")
            .Is("failed", "error-event", says: "Unexpected endpoint"),
        Http("empty-body", "A 200 with a body of no bytes.", "gateways").Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n").Is("empty", "no-tokens", says: "no token and no finish reason"),
    ];

    private static HazardScript Answered(string name, string what, string seenAt, string status, string type, string body) => Http(name, what, seenAt)
        .Wait().Raw($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static byte[] Compressed(string status, string body)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nContent-Length: {bytes.Length}\r\n\r\n"), .. bytes.ToArray()];
    }
}
