using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Dialects;

/// <summary>How a server writes the chunks of a chat, and what it reports in the last one.</summary>
internal sealed record StreamForm
{
    /// <summary>The delta of a first chunk without text, sent at once; null where the first chunk is the first token.</summary>
    public object? Opening { get; init; }

    public required Func<string, object> Thinking { get; init; }

    public required Func<string, object> Speaking { get; init; }

    /// <summary>The delta beside the finish reason.</summary>
    public required object Ending { get; init; }

    /// <summary>The usage, where it is asked for.</summary>
    public required Func<Generation, object> Usage { get; init; }

    /// <summary>What stands in the last chunk beside the usage.</summary>
    public Func<Generation, (string Name, object Value)?> Report { get; init; } = _ => null;

    /// <summary>vLLM and mlx_lm keep the report to those who ask for the usage; llama.cpp gives it to all.</summary>
    public bool ReportsUnasked { get; init; }

    /// <summary>As the first event after a model's name in every chunk.</summary>
    public string Fingerprint { get; init; } = "simulated";

    /// <summary>The most common usage: tokens in, out, and from the cache.</summary>
    public static object UsageWithCache(Generation generation) => new
    {
        prompt_tokens = generation.Load.PromptTokens,
        completion_tokens = generation.Answer.TokenCount,
        total_tokens = generation.Load.PromptTokens + generation.Answer.TokenCount,
        prompt_tokens_details = new { cached_tokens = generation.Load.CachedTokens },
    };

    public static object PlainUsage(Generation generation) => new
    {
        prompt_tokens = generation.Load.PromptTokens,
        completion_tokens = generation.Answer.TokenCount,
        total_tokens = generation.Load.PromptTokens + generation.Answer.TokenCount,
    };
}
