using System.Text;

namespace LlmObs.Benchmarks;

/// <summary>Events as servers send them, by what they carry.</summary>
internal static class SampleEvents
{
    /// <summary>A native event with a name of its own: LM Studio's <c>/api/v1/chat</c>.</summary>
    public const string Named = "named";

    private const string Envelope = """{"id":"chatcmpl-XVWCxXKGt8G4CuYmm1fo69oq4jpxcN0E","object":"chat.completion.chunk","created":1795530418,"model":"unsloth/some-model","system_fingerprint":"b11669",""";

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["content"] = Data(Envelope + """ "choices":[{"index":0,"delta":{"content":" wörd\n"},"finish_reason":null}],"usage":null}"""),
        ["reasoning"] = Data(Envelope + """ "choices":[{"index":0,"delta":{"reasoning_content":" word"},"finish_reason":null}]}"""),
        ["usage"] = Data(Envelope + """ "choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}],"usage":{"prompt_tokens":12,"completion_tokens":40,"total_tokens":52,"prompt_tokens_details":{"cached_tokens":0}}}"""),
        ["timings"] = Data(Envelope + """ "choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}],"timings":{"cache_n":0,"prompt_n":12,"prompt_ms":31.2,"prompt_per_token_ms":2.6,"prompt_per_second":384.6,"predicted_n":40,"predicted_ms":803.1,"predicted_per_token_ms":20.0,"predicted_per_second":49.8}}"""),
        [Named] = "event: message.delta\ndata: {\"type\":\"message.delta\",\"content\":\" word\"}\n\n",
    };

    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys];

    /// <summary>So many of a kind, and a good end.</summary>
    public static byte[] Of(string kind, int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Kinds[kind], count)) + End(kind));

    private static string End(string kind) => kind == Named
        ? "event: chat.end\ndata: {\"type\":\"chat.end\",\"result\":{\"stats\":{\"total_output_tokens\":40}}}\n\n"
        : Data(Envelope + """ "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""") + Data("[DONE]");

    private static string Data(string json) => $"data: {json}\n\n";
}
