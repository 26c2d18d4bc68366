using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>What the samples know of what a source draws: by its energy counter where it has one, which misses nothing between two samples, else by its power.</summary>
internal sealed record PowerReadings(string Name, bool IsCounter, IReadOnlyList<Reading> Readings)
{
    public static IEnumerable<PowerReadings> Of(IReadOnlyList<HostSample> samples)
    {
        var counters = Names(samples, sample => sample.Energies);
        return
        [
            .. counters.Select(name => new PowerReadings(name, true, Reading.Of(samples, sample => sample.Energies, name))),
            .. Names(samples, sample => sample.Powers).Except(counters, StringComparer.Ordinal).Select(name => new PowerReadings(name, false, Reading.Of(samples, sample => sample.Powers, name))),
        ];
    }

    /// <summary>Mean watts of each source over a period; one without a stretch that is known is left out.</summary>
    public static Dictionary<string, double> Means(IReadOnlyList<HostSample> samples, Period period)
    {
        var longestGap = Gaps.Longest([.. samples.Select(sample => sample.At)]);
        return Of(samples).Select(source => (source.Name, source.Over(period, longestGap).Mean)).Where(one => one.Mean is not null)
            .ToDictionary(one => one.Name, one => one.Mean!.Value, StringComparer.Ordinal);
    }

    /// <summary>In joules.</summary>
    public Integral Over(Period period, TimeSpan longestGap) => IsCounter ? Integral.OfCounter(Readings, period, longestGap) : Integral.OfRate(Readings, period, longestGap);

    private static List<string> Names(IEnumerable<HostSample> samples, Func<HostSample, IReadOnlyDictionary<string, double>> named) =>
        [.. samples.SelectMany(sample => named(sample).Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
