using System.Runtime.InteropServices;
using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary>A machine of a kind nobody wrote anything for: what the runtime knows, and nothing else.</summary>
internal sealed class UnknownMachine : IMachineFacts
{
    public string OperatingSystem() => RuntimeInformation.OSDescription;

    public string? Processor() => Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");

    public bool? IsOnBattery() => null;

    public bool? IsLowPowerMode() => null;

    public long? GpuMemoryLimitBytes() => null;

    public IReadOnlyList<ProcessUse> BiggestProcesses(int count) => [];
}
