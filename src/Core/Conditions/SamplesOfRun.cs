using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>The samples of a run in the order of their time, and the pace they were taken at.</summary>
internal sealed class SamplesOfRun(IReadOnlyList<HostSample> samples, RunWindow window)
{
    public IReadOnlyList<HostSample> All => samples;

    /// <summary>The usual step, from the load on.</summary>
    public TimeSpan Interval { get; } = Gaps.Interval(Moments(samples, window));

    public TimeSpan LongestGap { get; } = Gaps.Longest(Moments(samples, window));

    public double? Growth(Func<HostSample, double?> counter, Period period) => Conditions.Growth.Of(Reading.Of(samples, counter), period, LongestGap);

    /// <summary>How long thermal pressure was 1 or more; null where nobody told it.</summary>
    public double? UnderThermalPressure(Period period)
    {
        var time = Integral.OfRate(Reading.Of(samples, sample => sample.ThermalPressure is { } pressure ? Math.Min(pressure, 1) : null), period, LongestGap);
        return time.Covered > TimeSpan.Zero ? time.Amount : null;
    }

    private static List<DateTimeOffset> Moments(IEnumerable<HostSample> samples, RunWindow window) => [.. samples.Select(sample => sample.At).Where(window.Run.Contains)];
}
