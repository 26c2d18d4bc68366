namespace LlmObs.Conditions;

/// <summary>What counts as a gap between two samples: there nobody watched, because the machine slept, the Collector was stopped, or it hung.</summary>
internal static class Gaps
{
    /// <summary>In intervals, or in seconds where those are longer: what a Collector itself takes for no longer telling of now.</summary>
    private const int Patience = 5;

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    /// <summary>The longest step between two samples that is no gap: five times the median step.</summary>
    public static TimeSpan Longest(IReadOnlyList<DateTimeOffset> moments)
    {
        var median = MedianStep(moments);
        return Patience * (median > LeastInterval ? median : LeastInterval);
    }

    public static TimeSpan MedianStep(IReadOnlyList<DateTimeOffset> moments)
    {
        var steps = moments.Zip(moments.Skip(1), (first, next) => next - first).Order().ToList();
        return steps.Count == 0 ? TimeSpan.Zero : steps[steps.Count / 2];
    }
}
