using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LlmObs.Collector.Options;
using LlmObs.Collector.Samples;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary>Puts together what <c>/machine</c> says. A fact that cannot be read is not known, and costs one warning.</summary>
internal sealed partial class MachineReport(
    IMachineFacts facts, SensorInventory inventory, SensorReader reader, Sampler sampler, SampleHistory history, CollectorOptions options, TimeProvider clock, ILogger<MachineReport> logger)
{
    private const int MostProcesses = 5;

    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public HostReport Make()
    {
        var unread = new List<AbsentSensor>();
        var report = Make(unread);
        return report with { Absent = [.. report.Absent, .. unread] };
    }

    private HostReport Make(List<AbsentSensor> unread) => new()
    {
        At = clock.GetUtcNow(),
        Machine = Machine(unread),
        Version = Version,
        IntervalSeconds = options.Interval.TotalSeconds,
        MissedSamples = sampler.Missed,
        Sensors = reader.States,
        Absent = [.. inventory.Absent, .. Ask("absent facts", facts.Absent, [], unread)],
        IsOnBattery = Ask("battery", facts.IsOnBattery, null, unread),
        IsLowPowerMode = Ask("low-power mode", facts.IsLowPowerMode, null, unread),
        GpuMemoryLimitBytes = Ask("GPU memory limit", facts.GpuMemoryLimitBytes, null, unread),
        BiggestProcesses = Ask("biggest processes", () => facts.BiggestProcesses(MostProcesses), [], unread),
    };

    private static string Version { get; } = typeof(MachineReport).Assembly.GetName().Version!.ToString(3);

    /// <summary>Its memory is what the sensor says, which in a container is the container's.</summary>
    private Machine Machine(List<AbsentSensor> unread) => new()
    {
        OperatingSystem = Ask("operating system", facts.OperatingSystem, RuntimeInformation.OSDescription, unread),
        Architecture = RuntimeInformation.OSArchitecture.ToString(),
        Processor = Ask("processor", facts.Processor, null, unread),
        LogicalProcessors = Environment.ProcessorCount,
        MemoryBytes = history.Latest?.MemoryTotalBytes,
        ClockResolutionSeconds = 1.0 / clock.TimestampFrequency,
    };

    private T Ask<T>(string name, Func<T> fact, T notKnown, List<AbsentSensor> unread)
    {
        try
        {
            return fact();
        }
        // whatever goes wrong with one fact, a defect included: the others are told
        catch (Exception broken)
        {
            unread.Add(new AbsentSensor(name, $"it cannot be read: {broken.Message}"));
            if (_warned.TryAdd(name, true))
                LogBroken(name, broken.Message);
            return notKnown;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A fact about this machine cannot be read ({Fact}): {Reason} It is told as not known, and this is said once.")]
    private partial void LogBroken(string fact, string reason);
}
