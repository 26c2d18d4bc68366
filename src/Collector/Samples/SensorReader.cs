using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Samples;

/// <summary>Asks every sensor for one sample. A sensor that cannot read costs its own readings and one warning.</summary>
internal sealed partial class SensorReader(IReadOnlyList<ISensor> sensors, TimeProvider clock, ILogger<SensorReader> logger)
{
    private readonly HashSet<ISensor> _warned = [];

    public HostSample Read() => sensors.Aggregate(new HostSample { At = clock.GetUtcNow() }, Add);

    private HostSample Add(HostSample sample, ISensor sensor)
    {
        try
        {
            return sensor.Read(sample);
        }
        // whatever goes wrong in one sensor, a defect included: the others go on
        catch (Exception broken)
        {
            if (_warned.Add(sensor))
                LogBroken(sensor.Name, sensor.Source, broken.Message);
            return sample;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The sensor \"{Name}\" cannot be read ({Source}): {Reason} Its readings are missing as long as that lasts; the other sensors go on.")]
    private partial void LogBroken(string name, string source, string reason);
}
