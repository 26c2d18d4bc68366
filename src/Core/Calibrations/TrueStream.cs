using LlmObs.Measurements;

namespace LlmObs.Calibrations;

/// <summary>A measured stream beside what was really written.</summary>
public sealed record TrueStream
{
    public required RequestTimeline Timeline { get; init; }

    /// <summary>When the request was sent, since any fixed moment.</summary>
    public required TimeSpan SentAt { get; init; }

    /// <summary>When each text was handed to the connection, since the request was sent.</summary>
    public required IReadOnlyList<TimeSpan> Written { get; init; }

    /// <summary>How long after its due time each text was.</summary>
    public required IReadOnlyList<TimeSpan> Lateness { get; init; }
}
