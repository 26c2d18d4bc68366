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

    public HostReport Make() => new()
    {
        At = clock.GetUtcNow(),
        Machine = Machine(),
        Version = Version,
        IntervalSeconds = options.Interval.TotalSeconds,
        MissedSamples = sampler.Missed,
        Sensors = reader.States,
        Absent = [.. inventory.Absent, .. Ask(facts.Absent, [])],
        IsOnBattery = Ask(facts.IsOnBattery, null),
        IsLowPowerMode = Ask(facts.IsLowPowerMode, null),
        GpuMemoryLimitBytes = Ask(facts.GpuMemoryLimitBytes, null),
        BiggestProcesses = Ask(() => facts.BiggestProcesses(MostProcesses), []),
    };

    private static string Version { get; } = typeof(MachineReport).Assembly.GetName().Version!.ToString(3);

    /// <summary>Its memory is what the sensor says, which in a container is the container's.</summary>
    private Machine Machine() => new()
    {
        OperatingSystem = Ask(facts.OperatingSystem, RuntimeInformation.OSDescription),
        Architecture = RuntimeInformation.OSArchitecture.ToString(),
        Processor = Ask(facts.Processor, null),
        LogicalProcessors = Environment.ProcessorCount,
        MemoryBytes = history.Latest?.MemoryTotalBytes,
        ClockResolutionSeconds = 1.0 / clock.TimestampFrequency,
    };

    private T Ask<T>(Func<T> fact, T notKnown)
    {
        try
        {
            return fact();
        }
        // whatever goes wrong with one fact, a defect included: the others are told
        catch (Exception broken)
        {
            LogBroken(fact.Method.Name, broken.Message);
            return notKnown;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A fact about this machine cannot be read ({Fact}): {Reason} It is told as not known.")]
    private partial void LogBroken(string fact, string reason);
}
