namespace LlmObs.Conditions;

/// <summary>What counts as a gap between two samples: there nobody watched, because the machine slept, the Collector was stopped, or it hung.</summary>
internal static class Gaps
{
    /// <summary>In intervals, or in seconds where those are longer: what a Collector itself takes for no longer telling of now.</summary>
    private const int Patience = 5;

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    /// <summary>The longest step between two samples that is no gap: five intervals.</summary>
    public static TimeSpan Longest(IReadOnlyList<DateTimeOffset> moments)
    {
        var interval = Interval(moments);
        return Patience * (interval > LeastInterval ? interval : LeastInterval);
    }

    /// <summary>What nine of ten steps are no longer than: a few gaps do not lengthen it, nor do extra samples between the ticks shorten it.</summary>
    public static TimeSpan Interval(IReadOnlyList<DateTimeOffset> moments)
    {
        var steps = moments.Zip(moments.Skip(1), (first, next) => next - first).Order().ToList();
        return steps.Count == 0 ? TimeSpan.Zero : steps[(steps.Count - 1) * 9 / 10];
    }
}
