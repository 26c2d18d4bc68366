using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary>
/// What one kind of machine tells besides samples. Asked for when someone asks, never while sampling; what the system does not say is null.
/// A fact that cannot be read may throw: it costs itself only.
/// </summary>
public interface IMachineFacts
{
    /// <summary>As its maker calls it, with the version: macOS 26.1, Debian GNU/Linux 12 (bookworm).</summary>
    string OperatingSystem();

    /// <summary>Its maker's name for it: Apple M3 Ultra.</summary>
    string? Processor();

    /// <summary>False on mains; null also where there is no battery that the system knows of, since a virtual machine has none on a laptop either.</summary>
    bool? IsOnBattery();

    /// <summary>The system saves power and is slower for it.</summary>
    bool? IsLowPowerMode();

    /// <summary>The most that the graphics processor may take of the machine's memory.</summary>
    long? GpuMemoryLimitBytes();

    /// <summary>Those that use most memory now, the biggest first; empty where they cannot be seen.</summary>
    IReadOnlyList<ProcessUse> BiggestProcesses(int count);

    /// <summary>Why a fact is not told, where that has a reason of its own.</summary>
    IReadOnlyList<AbsentSensor> Absent() => [];
}
