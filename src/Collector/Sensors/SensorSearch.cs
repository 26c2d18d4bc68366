namespace LlmObs.Collector.Sensors;

/// <summary>What looking for sensors of one kind came to.</summary>
public abstract record SensorSearch
{
    private SensorSearch()
    {
    }

    public sealed record Found(IReadOnlyList<ISensor> Sensors) : SensorSearch;

    public sealed record Absent(string Reason) : SensorSearch;

    internal static SensorSearch Of(IReadOnlyList<ISensor> sensors, string reasonIfNone) => sensors.Count > 0 ? new Found(sensors) : new Absent(reasonIfNone);
}
