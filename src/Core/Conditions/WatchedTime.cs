using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>How much of a run somebody watched. An hour is all that a Collector keeps, so the beginning of a longer run may be missing.</summary>
public sealed record WatchedTime
{
    public required double RunSeconds { get; init; }

    /// <summary>Without a sample near: before the first one, after the last one, and in gaps between.</summary>
    public required double UnwatchedSeconds { get; init; }

    public required int Samples { get; init; }

    /// <summary>The usual step between two samples.</summary>
    public required double IntervalSeconds { get; init; }

    internal static WatchedTime Of(IReadOnlyList<HostSample> samples, Period run, TimeSpan interval, TimeSpan longestGap)
    {
        List<DateTimeOffset> seen = [.. samples.Select(sample => sample.At).Where(run.Contains)];
        List<DateTimeOffset> moments = [run.From, .. seen, run.To];
        return new WatchedTime
        {
            RunSeconds = run.Length.TotalSeconds,
            UnwatchedSeconds = moments.Zip(moments.Skip(1), (first, next) => next - first).Where(step => step > longestGap).Sum(step => step.TotalSeconds),
            Samples = seen.Count,
            IntervalSeconds = interval.TotalSeconds,
        };
    }
}
