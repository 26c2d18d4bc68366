namespace LlmObs.Plans;

/// <summary>Asks how many requests at once are worth while: 1, 2, 4, 8 … until the throughput of all together rises no more.</summary>
public sealed record ParallelSweep
{
    /// <summary>The id of the case that is sent; null takes the first one of the speed pass.</summary>
    public string? Case { get; init; }

    /// <summary>No level above it is tried.</summary>
    [Bounds(1, 1024)]
    public int MaximumStreams { get; init; } = 16;

    /// <summary>How many requests each stream makes at a level, one after the other.</summary>
    [Bounds(1, 1000)]
    public int RequestsPerStream { get; init; } = 4;

    /// <summary>A level whose throughput is less than this share above the best one before it ends the sweep.</summary>
    [Bounds(0, 1, IsBelowMost = true)]
    public double MinimumGain { get; init; } = 0.05;

    /// <summary>A level whose time to first token (p95; with under 20 requests the longest) is above it ends the sweep.</summary>
    public TimeSpan TimeToFirstTokenBound { get; init; } = TimeSpan.FromSeconds(30);
}
