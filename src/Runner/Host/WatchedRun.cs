using LlmObs.Conditions;

namespace LlmObs.Runner.Host;

/// <summary>What is known of the machine during a run that has ended.</summary>
public sealed record WatchedRun
{
    public required RunClock Clock { get; init; }

    /// <summary>Of the whole machine, over what it used before; null where nobody knows.</summary>
    public RunMemory? Memory { get; init; }

    /// <summary>Null where nobody watched.</summary>
    public RunConditions? Conditions { get; init; }

    /// <summary>What is missing and why, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
