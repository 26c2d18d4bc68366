namespace LlmObs.Plans;

/// <summary>When a request of an open loop is meant to be sent.</summary>
public sealed record Arrival
{
    public required double RequestsPerSecond { get; init; }

    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>Since the loop of its case and rate began, as planned.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>From 1: a loop that was cut short goes on with what is left of it, and its queue begins empty.</summary>
    public int Part { get; init; } = 1;
}
