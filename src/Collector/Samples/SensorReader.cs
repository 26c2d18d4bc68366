using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Samples;

/// <summary>Asks every sensor for one sample. A sensor that cannot read, or does not return, costs its own readings and one warning.</summary>
internal sealed partial class SensorReader(IReadOnlyList<ISensor> sensors, TimeProvider clock, ILogger<SensorReader> logger)
{
    private readonly bool[] _isWarned = new bool[sensors.Count];
    private readonly string?[] _troubles = new string?[sensors.Count];

    /// <summary>Those that have not returned yet: they are asked again when they have.</summary>
    private readonly bool[] _isAway = new bool[sensors.Count];

    /// <summary>How long the others wait for one, and only once. Long, since a busy machine may take its time for anything.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the sensors are read.</summary>
    public TaskScheduler Threads { get; init; } = TaskScheduler.Default;

    /// <summary>Every sensor with how its last reading went.</summary>
    public IReadOnlyList<SensorState> States => [.. sensors.Select((sensor, index) => new SensorState(sensor.Name, sensor.Source, Volatile.Read(ref _troubles[index])))];

    public HostSample Read()
    {
        var (sample, left) = Round(new HostSample { At = clock.GetUtcNow() }, first: 0);
        while (left is { } index)
        {
            Tell(index, "It does not return.");
            (sample, left) = Round(sample, index + 1);
        }
        return sample;
    }

    private (HostSample Sample, int? Left) Round(HostSample sample, int first) => new SensorRound(sample, Add, _isAway).Run(first, Patience, Threads);

    private HostSample Add(HostSample sample, int index)
    {
        try
        {
            sample = sensors[index].Read(sample);
            Volatile.Write(ref _troubles[index], null);
        }
        // whatever goes wrong in one sensor, a defect included: the others go on
        catch (Exception broken)
        {
            Tell(index, broken.Message);
        }
        return sample;
    }

    private void Tell(int index, string reason)
    {
        Volatile.Write(ref _troubles[index], reason);
        if (_isWarned[index])
            return;
        _isWarned[index] = true;
        LogBroken(sensors[index].Name, sensors[index].Source, reason);
    }

    [LoggerMessage(LogLevel.Warning, "The sensor \"{Name}\" cannot be read ({Source}): {Reason} Its readings are missing as long as that lasts; the other sensors go on.")]
    private partial void LogBroken(string name, string source, string reason);
}
