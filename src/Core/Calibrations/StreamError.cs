using LlmObs.Measurements;

namespace LlmObs.Calibrations;

/// <summary>How far one measured stream is from what was written, both by one clock.</summary>
public sealed record StreamError
{
    /// <summary>Seconds by which the time to first token is too long: the way through both machines' network stacks and HTTP is in it.</summary>
    public required double TimeToFirstTokenSeconds { get; init; }

    /// <summary>Seconds by which each gap between two texts is too long, below 0 too short.</summary>
    public required IReadOnlyList<double> GapSeconds { get; init; }

    /// <summary>Observed ÷ true decode speed − 1; null where the stream was too short for one.</summary>
    public double? DecodeShare { get; init; }

    /// <param name="timeline">As it was measured.</param>
    /// <param name="written">When each text was handed to the connection, since the request was sent.</param>
    /// <returns>Null where not every text was seen as one event: then nothing can be held against anything.</returns>
    public static StreamError? Of(RequestTimeline timeline, IReadOnlyList<TimeSpan> written)
    {
        var seen = timeline.Events.Where(one => one.TextBytes > 0).Select(one => one.At).ToList();
        if (seen.Count != written.Count || seen.Count < 2)
            return null;
        var decode = RequestMeasurement.Of(timeline).DecodeTokensPerSecond;
        var truth = (written.Count - 1) / (written[^1] - written[0]).TotalSeconds;
        return new StreamError
        {
            TimeToFirstTokenSeconds = (seen[0] - written[0]).TotalSeconds,
            GapSeconds = [.. Enumerable.Range(1, seen.Count - 1).Select(index => (seen[index] - seen[index - 1] - (written[index] - written[index - 1])).TotalSeconds)],
            DecodeShare = double.IsFinite(truth) ? decode / truth - 1 : null,
        };
    }
}
