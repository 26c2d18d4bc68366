using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Samples;

/// <summary>Asks every sensor for one sample. A sensor that cannot read costs its own readings and one warning.</summary>
internal sealed partial class SensorReader(IReadOnlyList<ISensor> sensors, TimeProvider clock, ILogger<SensorReader> logger)
{
    private readonly HashSet<ISensor> _warned = [];
    private readonly string?[] _troubles = new string?[sensors.Count];

    /// <summary>Every sensor with how its last reading went.</summary>
    public IReadOnlyList<SensorState> States => [.. sensors.Select((sensor, index) => new SensorState(sensor.Name, sensor.Source, Volatile.Read(ref _troubles[index])))];

    public HostSample Read()
    {
        var sample = new HostSample { At = clock.GetUtcNow() };
        for (var index = 0; index < sensors.Count; index++)
            sample = Add(sample, sensors[index], ref _troubles[index]);
        return sample;
    }

    private HostSample Add(HostSample sample, ISensor sensor, ref string? trouble)
    {
        try
        {
            sample = sensor.Read(sample);
            Volatile.Write(ref trouble, null);
        }
        // whatever goes wrong in one sensor, a defect included: the others go on
        catch (Exception broken)
        {
            if (_warned.Add(sensor))
                LogBroken(sensor.Name, sensor.Source, broken.Message);
            Volatile.Write(ref trouble, broken.Message);
        }
        return sample;
    }

    [LoggerMessage(LogLevel.Warning, "The sensor \"{Name}\" cannot be read ({Source}): {Reason} Its readings are missing as long as that lasts; the other sensors go on.")]
    private partial void LogBroken(string name, string source, string reason);
}
