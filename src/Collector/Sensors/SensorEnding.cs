namespace LlmObs.Collector.Sensors;

/// <summary>Ends what sensors keep open, such as a program.</summary>
internal static class SensorEnding
{
    public static void End(this IEnumerable<ISensor> sensors)
    {
        foreach (var sensor in sensors.OfType<IDisposable>())
            sensor.Dispose();
    }
}
