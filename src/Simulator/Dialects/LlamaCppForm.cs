using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Dialects;

/// <summary>llama-server's chunks and <c>timings</c>, as build b11669 writes them.</summary>
internal static class LlamaCppForm
{
    public const string Build = "b11669-simulated";

    public const string Product = "llama.cpp";

    public static StreamForm Chunks { get; } = new()
    {
        Opening = new { role = "assistant", content = (string?)null },
        Thinking = text => new { reasoning_content = text },
        Speaking = text => new { content = text },
        Ending = new { },
        Usage = StreamForm.UsageWithCache,
        Report = generation => ("timings", Timings(generation)),
        ReportsUnasked = true,
        Fingerprint = Build,
    };

    public static object Error(int status, string message) => new { error = new { code = status, message, type = Type(status) } };

    /// <summary><c>prompt_n</c> leaves cached tokens out; the rate counts the intervals between tokens: (n − 1) / time.</summary>
    private static object Timings(Generation generation)
    {
        var (prompt, tokens) = (generation.Load.PromptTokens - generation.Load.CachedTokens, generation.Answer.TokenCount);
        var (promptTime, decodeTime) = (generation.Timing.FirstToken, generation.DecodeTime);
        return new
        {
            cache_n = generation.Load.CachedTokens,
            prompt_n = prompt,
            prompt_ms = promptTime.TotalMilliseconds,
            prompt_per_token_ms = promptTime.TotalMilliseconds / prompt,
            prompt_per_second = prompt / promptTime.TotalSeconds,
            predicted_n = tokens,
            predicted_ms = decodeTime.TotalMilliseconds,
            predicted_per_token_ms = tokens > 1 ? decodeTime.TotalMilliseconds / (tokens - 1) : 0,
            predicted_per_second = tokens > 1 ? (tokens - 1) / decodeTime.TotalSeconds : 0,
        };
    }

    private static string Type(int status) => status switch { 404 => "not_found_error", 503 => "unavailable_error", 400 => "invalid_request_error", _ => "server_error" };
}
