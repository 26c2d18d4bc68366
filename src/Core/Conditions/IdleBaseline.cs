using System.Numerics;
using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>What a machine is like without our models: what a gate waits for, and what is taken off energy to have it net.</summary>
public sealed record IdleBaseline
{
    /// <summary>One sample says nothing about what a machine draws.</summary>
    private const int LeastSamples = 2;

    public int Samples { get; init; }

    /// <summary>Mean of each sensor; disks and radios left out.</summary>
    public IReadOnlyDictionary<string, double> Temperatures { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Mean of each source.</summary>
    public IReadOnlyDictionary<string, double> Watts { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    public int? ThermalPressure { get; init; }

    /// <summary>The lowest share.</summary>
    public double? MemoryPressure { get; init; }

    public int? MemoryPressureLevel { get; init; }

    public static IdleBaseline Of(IReadOnlyList<HostSample> samples, Period calm)
    {
        var inside = samples.Where(sample => calm.Contains(sample.At)).ToList();
        return new IdleBaseline
        {
            Samples = inside.Count,
            Temperatures = MeanTemperatures(inside),
            Watts = inside.Count < LeastSamples ? new Dictionary<string, double>(StringComparer.Ordinal) : PowerReadings.Means(inside, calm),
            ThermalPressure = inside.Min(sample => sample.ThermalPressure),
            MemoryPressure = inside.Min(sample => sample.MemoryPressure),
            MemoryPressureLevel = inside.Min(sample => sample.MemoryPressureLevel),
        };
    }

    /// <summary>Of each figure the lower: the calmest that was seen before any load.</summary>
    public IdleBaseline CalmerOf(IdleBaseline other) => new()
    {
        Samples = Samples + other.Samples,
        Temperatures = Lower(Temperatures, other.Temperatures),
        Watts = Lower(Watts, other.Watts),
        ThermalPressure = Lower(ThermalPressure, other.ThermalPressure),
        MemoryPressure = Lower(MemoryPressure, other.MemoryPressure),
        MemoryPressureLevel = Lower(MemoryPressureLevel, other.MemoryPressureLevel),
    };

    /// <summary>Of each sensor that says whether a machine computes slower.</summary>
    internal static IReadOnlyDictionary<string, double> MeanTemperatures(IEnumerable<HostSample> samples) =>
        samples.SelectMany(sample => sample.Temperatures).Where(one => HeatSensors.Counts(one.Key)).GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Average(one => one.Value), StringComparer.Ordinal);

    private static Dictionary<string, double> Lower(IReadOnlyDictionary<string, double> some, IReadOnlyDictionary<string, double> others) =>
        some.Concat(others).GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Min(one => one.Value), StringComparer.Ordinal);

    private static T? Lower<T>(T? one, T? other)
        where T : struct, INumber<T> => one is null ? other : other is null ? one : T.Min(one.Value, other.Value);
}
