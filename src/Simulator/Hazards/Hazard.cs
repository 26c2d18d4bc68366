namespace LlmObs.Simulator.Hazards;

/// <summary>One way a stream can go wrong or look odd: exactly what is sent, and what a client must make of it.</summary>
public sealed record Hazard
{
    public required string Name { get; init; }

    /// <summary>What happens, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>The server or protocol it was seen with.</summary>
    public required string SeenAt { get; init; }

    public required IReadOnlyList<HazardStep> Steps { get; init; }

    /// <summary>The client's idle limit the expectation holds for; null where any patient one does.</summary>
    public TimeSpan? IdleLimit { get; init; }

    /// <summary>The client's limit on the whole request; null where any patient one does.</summary>
    public TimeSpan? TotalLimit { get; init; }

    public required HazardExpectation Expected { get; init; }
}

/// <summary>A step of a scenario's answer.</summary>
public abstract record HazardStep
{
    private HazardStep()
    {
    }

    /// <summary>These bytes in one socket write.</summary>
    public sealed record Write(byte[] Bytes) : HazardStep;

    public sealed record Wait(TimeSpan Time) : HazardStep;

    /// <summary>The connection is torn down with a reset.</summary>
    public sealed record Reset : HazardStep;

    /// <summary>The server ends its sending side and leaves the connection open until the client leaves.</summary>
    public sealed record HalfClose : HazardStep;

    /// <summary>Nothing more is sent, and the connection stays open until the client leaves.</summary>
    public sealed record StayOpen : HazardStep;

    /// <summary>The write before it, again and again every few milliseconds until the client leaves.</summary>
    public sealed record RepeatForever : HazardStep;
}

/// <summary>What a client must make of a scenario.</summary>
public sealed record HazardExpectation
{
    /// <summary>completed, truncated, empty, failed or refused.</summary>
    public required string Outcome { get; init; }

    public string? Code { get; init; }

    public string Answer { get; init; } = "";

    /// <summary>What follows the answer again and again, nobody knows how often; null where nothing does.</summary>
    public string? RepeatedAnswer { get; init; }

    public string Reasoning { get; init; } = "";

    public string? FinishReason { get; init; }

    /// <summary>As reported; null where the server reports none.</summary>
    public HazardUsage? Usage { get; init; }

    /// <summary>The model that the answer names; null where it names none.</summary>
    public string? Model { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Events that are no JSON: they cost only themselves, and are counted.</summary>
    public int MalformedEvents { get; init; }

    /// <summary>Which write, from 0, completes the first token; null where there is none.</summary>
    public int? FirstTokenWrite { get; init; }

    /// <summary>Which write, from 0, completes the last token.</summary>
    public int? LastTokenWrite { get; init; }

    /// <summary>Words the reason must contain.</summary>
    public string? ReasonContains { get; init; }
}

/// <summary>Token counts as a scenario reports them.</summary>
public sealed record HazardUsage(int? PromptTokens, int? CompletionTokens)
{
    public int? ReasoningTokens { get; init; }

    public int? CachedTokens { get; init; }
}
