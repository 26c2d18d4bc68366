namespace LlmObs.Conditions;

/// <summary>What somebody else asked of the server during a run, as the server tells.</summary>
public sealed record SharedUse
{
    /// <summary>How long the run waited until the server was free.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>Measured requests, by their id, during or right after which it worked for somebody else.</summary>
    public IReadOnlyList<string> During { get; init; } = [];
}
