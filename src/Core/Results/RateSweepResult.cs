using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>The highest rate at which requests may come to a variant.</summary>
public sealed record RateSweepResult
{
    /// <summary>False where it was stopped: it goes on with <c>--resume</c>.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The case that every request sent.</summary>
    public string? Case { get; init; }

    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>How many requests the server answers at once; more wait, and their time to first token has the wait in it. Null where it does not say.</summary>
    public int? ParallelSlots { get; init; }

    /// <summary>Slowest first: the curve.</summary>
    public required IReadOnlyList<RateLevel> Levels { get; init; }

    /// <summary>Requests a second: of the rates that were measured the highest good one. Null where none was.</summary>
    public double? HighestGoodRate { get; init; }

    /// <summary>The lowest that was not good: the limit lies between the two. Null where the plan asks for no more.</summary>
    public double? LowestBadRate { get; init; }

    public RateStop? Stop { get; init; }

    /// <summary>Why it ended, with the figures.</summary>
    public string? StopReason { get; init; }
}

/// <summary>Why a rate sweep ended.</summary>
public enum RateStop
{
    NotLoaded,

    /// <summary>The good and the bad rate are as near as the plan asks.</summary>
    Found,

    /// <summary>The plan asks for no more, and the highest was good.</summary>
    NotAsked,

    /// <summary>Not even the lowest that is tried was good.</summary>
    NoneGood,
}
