using System.Runtime.InteropServices;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary>A Linux machine, as its files under /proc and /sys tell.</summary>
internal sealed class LinuxMachine(SystemFolders folders) : IMachineFacts
{
    public string OperatingSystem() => RuntimeInformation.OSDescription;

    public string? Processor()
    {
        var cpus = Path.Combine(folders.Proc, "cpuinfo");
        return File.Exists(cpus)
            ? File.ReadLines(cpus).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : null;
    }

    public bool? IsOnBattery() => LinuxPower.IsOnBattery(folders);

    public bool? IsLowPowerMode() => LinuxPower.IsLowPowerMode(folders);

    /// <summary>A graphics card has memory of its own, and tells it with its samples.</summary>
    public long? GpuMemoryLimitBytes() => null;

    public IReadOnlyList<ProcessUse> BiggestProcesses(int count) => LinuxProcesses.Biggest(folders, count);
}
