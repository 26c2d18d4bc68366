using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>How hot it became while a run was measured: of the sensor that became hottest, disks and radios left out.</summary>
public sealed record RunTemperature
{
    public required string Sensor { get; init; }

    public required double MaxCelsius { get; init; }

    /// <summary>Of the same sensor, over the time.</summary>
    public required double MeanCelsius { get; init; }

    public required int Samples { get; init; }

    internal static RunTemperature? Of(IReadOnlyList<HostSample> samples, Period measured, TimeSpan longestGap) => samples
        .SelectMany(sample => sample.Temperatures.Keys).Distinct(StringComparer.Ordinal).Where(HeatSensors.Counts).Order(StringComparer.Ordinal)
        .Select(sensor => Of(sensor, Reading.Of(samples, sample => sample.Temperatures, sensor), measured, longestGap)).OfType<RunTemperature>()
        .MaxBy(one => one.MaxCelsius);

    private static RunTemperature? Of(string sensor, IReadOnlyList<Reading> readings, Period measured, TimeSpan longestGap)
    {
        var inside = readings.Where(reading => measured.Contains(reading.At)).Select(reading => reading.Value).ToList();
        return inside.Count == 0 ? null : new RunTemperature
        {
            Sensor = sensor,
            MaxCelsius = inside.Max(),
            MeanCelsius = Integral.OfRate(readings, measured, longestGap).Mean ?? inside.Average(),
            Samples = inside.Count,
        };
    }
}
