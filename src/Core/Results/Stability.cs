using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>
/// How equal a variant's speeds are: within a load, from load to load, and over the session. All are of log decode speed, so they read as shares; of requests
/// that were alone. Nothing is called a drift whose interval contains zero.
/// </summary>
public sealed record Stability
{
    /// <summary>From request to request of the same case in the same load; null where each case was sent once a load.</summary>
    public PooledSpread? WithinLoad { get; init; }

    /// <summary>Per request, in the order they were sent within a load; null where each case was sent once a load: then its place in the order is the case.</summary>
    public PooledSlope? DriftWithinLoad { get; init; }

    /// <summary>From load to load, of the loads' means; null under two loads.</summary>
    public PooledSpread? BetweenLoads { get; init; }

    /// <summary>Per hour, of the loads' means over the session's time; null under three loads.</summary>
    public PooledSlope? DriftOverTime { get; init; }

    /// <summary>1.02 a unit is a drift of 2 %.</summary>
    public static double Share(double logSlope) => Math.Exp(logSlope) - 1;
}
