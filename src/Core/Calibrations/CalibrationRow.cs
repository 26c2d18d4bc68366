using LlmObs.Statistics;

namespace LlmObs.Calibrations;

/// <summary>What one load showed of the instrument.</summary>
public sealed record CalibrationRow
{
    public required CalibrationLoad Load { get; init; }

    /// <summary>Streams that came whole.</summary>
    public required int Completed { get; init; }

    /// <summary>Those that did not: a failure here is the instrument's.</summary>
    public required int Failed { get; init; }

    /// <summary>Over the streams, in seconds; see <see cref="StreamError"/>. Null for a firehose, all of which is due at once.</summary>
    public Distribution? TimeToFirstTokenError { get; init; }

    /// <summary>Over all gaps of all streams, in seconds; null for a firehose, whose chunks share their reads.</summary>
    public Distribution? GapError { get; init; }

    /// <summary>Over the streams, as a share; null for a firehose.</summary>
    public Distribution? DecodeError { get; init; }

    /// <summary>How late the server itself was, in seconds, over all its writes: what of the rate is missing by that is not the client's; null for a firehose.</summary>
    public Distribution? ServerLateness { get; init; }

    /// <summary>Chunks read in the time from the first text of any stream to the last of any.</summary>
    public double? ChunksPerSecond { get; init; }

    /// <summary>Processor time of this process for each chunk, requests included.</summary>
    public double? CpuSecondsPerChunk { get; init; }

    /// <summary>Bytes allocated by this process for each chunk, requests included.</summary>
    public double? AllocatedBytesPerChunk { get; init; }

    /// <param name="load">The load.</param>
    /// <param name="streams">Each that came whole, beside its truth.</param>
    /// <param name="failed">How many did not.</param>
    public static CalibrationRow Of(CalibrationLoad load, IReadOnlyList<TrueStream> streams, int failed)
    {
        var errors = streams.Select(stream => StreamError.Of(stream.Timeline, stream.Written)).OfType<StreamError>().ToList();
        return new CalibrationRow
        {
            Load = load,
            Completed = streams.Count,
            Failed = failed,
            TimeToFirstTokenError = load.IsFirehose ? null : Distribution.Of(errors.Select(error => error.TimeToFirstTokenSeconds)),
            GapError = load.IsFirehose ? null : Distribution.Of(errors.SelectMany(error => error.GapSeconds)),
            DecodeError = load.IsFirehose ? null : Distribution.Of(errors.Select(error => error.DecodeShare).OfType<double>()),
            ServerLateness = load.IsFirehose ? null : Distribution.Of(streams.SelectMany(stream => stream.Lateness).Select(late => late.TotalSeconds)),
            ChunksPerSecond = Rate(streams),
        };
    }

    /// <summary>All clocks are one: times since a request was sent are put on it by when that was.</summary>
    private static double? Rate(IReadOnlyList<TrueStream> streams)
    {
        var texts = streams.Select(stream => (stream.SentAt, At: stream.Timeline.Events.Where(seen => seen.TextBytes > 0).Select(seen => seen.At).ToList())).Where(stream => stream.At.Count > 0).ToList();
        if (texts.Count == 0)
            return null;
        var time = texts.Max(stream => stream.SentAt + stream.At[^1]) - texts.Min(stream => stream.SentAt + stream.At[0]);
        return time > TimeSpan.Zero ? texts.Sum(stream => stream.At.Count) / time.TotalSeconds : null;
    }
}
