namespace LlmObs.Plans;

/// <summary>Asks for the highest rate at which requests may come, in an open loop, until the first token comes too late: rates are doubled, then the space between the last good and the first bad one is halved.</summary>
public sealed record RateSweep
{
    /// <summary>The id of the case that is sent; null takes the first one of the speed pass.</summary>
    public string? Case { get; init; }

    /// <summary>Where it begins; from there it goes up, or down where this is too much already.</summary>
    [Bounds(0.0005, 1000)]
    public double FirstRequestsPerSecond { get; init; } = 0.25;

    /// <summary>No rate above it is tried.</summary>
    [Bounds(0.0005, 1000)]
    public double MaximumRequestsPerSecond { get; init; } = 16;

    /// <summary>At even distances, or as chance brings them.</summary>
    public ArrivalProcess Arrivals { get; init; } = ArrivalProcess.Poisson;

    /// <summary>How many requests are sent at each rate: with more, a rate that the server cannot keep up with is told better from one that it can.</summary>
    [Bounds(20, 1000)]
    public int RequestsPerRate { get; init; } = 60;

    /// <summary>A rate is good while the p95 of the time to first token, counted from the intended send time, is at most this and every request was sent and completed.</summary>
    public TimeSpan TimeToFirstTokenBound { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>It ends when the lowest bad rate is at most this share above the highest good one.</summary>
    [Bounds(0.02, 1)]
    public double Precision { get; init; } = 0.1;

    /// <summary>A request whose time comes while so many are under way is not sent, and its rate is bad.</summary>
    [Bounds(1, 1024)]
    public int MostInFlight { get; init; } = 64;
}
