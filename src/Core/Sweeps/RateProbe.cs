using LlmObs.Plans;

namespace LlmObs.Sweeps;

/// <summary>What a request of the rate sweep belongs to.</summary>
public sealed record RateProbe
{
    public required double RequestsPerSecond { get; init; }

    /// <summary>Of the rate, from 1: one that was cut short is measured again whole, for its queue was lost.</summary>
    public required int Attempt { get; init; }

    /// <summary>From 0, within the attempt.</summary>
    public required int Index { get; init; }

    /// <summary>In the attempt.</summary>
    public required int Requests { get; init; }

    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>When it was meant to be sent, since the attempt's arrivals began.</summary>
    public required TimeSpan After { get; init; }
}
