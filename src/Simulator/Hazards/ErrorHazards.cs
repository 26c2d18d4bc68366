using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Errors, before and after a 200.</summary>
internal static class ErrorHazards
{
    private const string NoMemory = """{"error":{"message":"out of memory","type":"server_error"}}""";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("error-data", "An error as data after the 200.", "vLLM, llama.cpp").Token("Hi").Send(Event(NoMemory)).End().Is("failed", "error-event", says: "out of memory"),
        Stream("error-line", "An error: line, which event parsers hide.", "llama.cpp").Token("Hi").Send($"error: {NoMemory}\n\n").End().Is("failed", "error-event", says: "out of memory"),
        Stream("error-event", "A named error event.", "LM Studio, Anthropic-like gateways").Token("Hi").Send("event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"out of memory\"}}\n\n").End().Is("failed", "error-event", says: "out of memory"),
        Stream("error-bare-line", "A bare JSON line with the error.", "Ollama").Token("Hi").Send("{\"error\":\"out of memory\"}\n").End().Is("failed", "error-event", says: "out of memory"),
        Stream("error-then-done", "[DONE] follows an error.", "vLLM").Token("Hi").Send(Event(NoMemory)).Done().End().Is("failed", "error-event", says: "out of memory"),
        Stream("error-first", "The first event is the error.", "llama.cpp").Send(Event("""{"error":"context overflow"}""")).End().Is("failed", "error-event", says: "context overflow"),
        Answer("http-400", "The prompt is too long.", "llama.cpp", "400 Bad Request", "application/json", """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""")
            .Is("failed", "http-400", says: "exceeds the available context size"),
        Answer("http-401", "The key is wrong.", "LM Studio, vLLM", "401 Unauthorized", "application/json", """{"error":"invalid api key"}""").Is("failed", "http-401", says: "invalid api key"),
        Answer("http-429", "Too busy, with Retry-After.", "gateways", "429 Too Many Requests\r\nRetry-After: 7", "application/json", """{"error":{"message":"slow down"}}""").Is("refused", "http-429", says: "wait 7 s"),
        Answer("http-503", "Loading the model, with Retry-After.", "llama.cpp", "503 Service Unavailable\r\nRetry-After: 3", "application/json", """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""")
            .Is("refused", "http-503", says: "Loading model"),
        Answer("http-500-html", "An HTML error page.", "nginx before a dead server", "500 Internal Server Error", "text/html", "<html><body><h1>500</h1></body></html>").Is("failed", "http-500", says: "<h1>500</h1>"),
        Answer("http-302", "A redirect: it is not followed.", "a login page in front", "302 Found\r\nLocation: /login", "text/plain", "moved").Is("failed", "http-302"),
        Answer("html-200", "A 200 with an HTML page.", "a wrong port", "200 OK", "text/html", "<!doctype html><title>Welcome</title>").Is("failed", "not-a-stream", says: "no event stream"),
        Answer("json-200", "A whole answer instead of a stream.", "servers that ignore stream:true", "200 OK", "application/json", """{"id":"x","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]}""")
            .Is("failed", "not-a-stream", says: "no event stream"),
    ];

    private static HazardScript Answer(string name, string what, string seenAt, string status, string type, string body) => Http(name, what, seenAt)
        .Wait().Raw($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
