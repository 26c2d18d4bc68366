using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>One figure of one sample.</summary>
public readonly record struct Reading(DateTimeOffset At, double Value)
{
    /// <summary>Of samples in the order of their time; where the figure is unknown there is no reading.</summary>
    public static IReadOnlyList<Reading> Of(IEnumerable<HostSample> samples, Func<HostSample, double?> figure) =>
        [.. samples.Select(sample => (sample.At, Value: figure(sample))).Where(one => one.Value is { } value && double.IsFinite(value)).Select(one => new Reading(one.At, one.Value!.Value))];

    /// <summary>Of one name in a dictionary of each sample.</summary>
    public static IReadOnlyList<Reading> Of(IEnumerable<HostSample> samples, Func<HostSample, IReadOnlyDictionary<string, double>> named, string name) =>
        Of(samples, sample => named(sample).TryGetValue(name, out var value) ? value : null);
}
