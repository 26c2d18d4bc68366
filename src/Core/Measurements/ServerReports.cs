namespace LlmObs.Measurements;

/// <summary>Token counts as the server reports them.</summary>
public sealed record TokenUsage
{
    public int? PromptTokens { get; init; }

    public int? CompletionTokens { get; init; }

    public int? ReasoningTokens { get; init; }

    public int? CachedTokens { get; init; }
}

/// <summary>The server's own timings, under its own definitions; never mixed with what was observed.</summary>
public sealed record ServerTimings
{
    /// <summary>Which of its forms they came in: <c>llama.cpp timings</c>, <c>LM Studio stats</c>, <c>vLLM metrics</c>.</summary>
    public required string Source { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Waited for its turn; vLLM says so, and its time to first token leaves it out.</summary>
    public TimeSpan? QueueTime { get; init; }

    public int? PromptTokens { get; init; }

    public TimeSpan? PromptTime { get; init; }

    public int? CachedTokens { get; init; }

    public int? GeneratedTokens { get; init; }

    public TimeSpan? GenerationTime { get; init; }

    public double? TokensPerSecond { get; init; }

    public TimeSpan? ModelLoadTime { get; init; }
}
