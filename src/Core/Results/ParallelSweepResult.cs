namespace LlmObs.Results;

/// <summary>How many requests at once a variant serves, and what each costs the others.</summary>
public sealed record ParallelSweepResult
{
    /// <summary>False where it was stopped: it goes on with <c>--resume</c>.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The case that every stream sent.</summary>
    public string? Case { get; init; }

    /// <summary>How many requests the server answers at once; more wait, and their time to first token has the wait in it. Null where it does not say.</summary>
    public int? ParallelSlots { get; init; }

    /// <summary>Smallest first: the curve.</summary>
    public required IReadOnlyList<ParallelLevel> Levels { get; init; }

    /// <summary>The level of the highest throughput of all streams together.</summary>
    public int? BestStreams { get; init; }

    /// <summary>The largest level that was measured within the plan's bound on time to first token, without a failure.</summary>
    public int? LargestWithinBound { get; init; }

    /// <summary>Why no larger one was measured.</summary>
    public ParallelStop? Stop { get; init; }

    public string? StopReason { get; init; }
}

/// <summary>Why a parallel sweep ended.</summary>
public enum ParallelStop
{
    NotLoaded,

    /// <summary>A request did not complete.</summary>
    Failures,

    TimeToFirstToken,

    NoGain,

    /// <summary>The server counts no tokens, so there is no throughput to compare.</summary>
    TokensUnknown,

    /// <summary>The plan asks for no more.</summary>
    NotAsked,
}
