using static LlmObs.Telemetry.Attributes;

namespace LlmObs.Telemetry;

/// <summary>What the Collector tells of the machine. A sensor that the machine lacks has no series.</summary>
public static class HostInstruments
{
    public static Instrument MemoryUsage { get; } = Instrument.Sum("system.memory.usage", "By", [MemoryState],
        "Memory by state: used (total − available) and free (available); they add up to the limit.");

    public static Instrument MemoryLimit { get; } = Instrument.Sum("system.memory.limit", "By", [], "All memory there is.");

    public static Instrument MemoryUtilization { get; } = Instrument.Gauge("system.memory.utilization", "1", [MemoryState], "Memory by state as a share of the limit, 0 to 1.");

    public static Instrument PagingUsage { get; } = Instrument.Sum("system.paging.usage", "By", [PagingState], "Swap by state: used and free.");

    public static Instrument PagingFaults { get; } = Instrument.Counter("system.paging.faults", "{fault}", [PagingFaultType],
        "Page faults that had to wait for a disk (major) since the system started.");

    /// <summary>The convention's system.paging.operations counts operations and says neither pages nor bytes.</summary>
    public static Instrument SwapTraffic { get; } = Instrument.Counter("llmobs.host.swap_io", "By", [PagingDirection],
        "Read back from swap (in) and written to it (out) since the system started.");

    public static Instrument DiskRead { get; } = Instrument.Counter("system.disk.io", "By", [DiskDirection],
        "Read from disks since the system started: what comes from the page cache adds nothing.");

    public static Instrument FilesystemUsage { get; } = Instrument.Sum("system.filesystem.usage", "By", [FilesystemMountpoint, FilesystemState],
        "Space of a local disk by state: free is what a user without special rights may still write, used all the rest.");

    public static Instrument FilesystemLimit { get; } = Instrument.Sum("system.filesystem.limit", "By", [FilesystemMountpoint], "Size of a local disk.");

    public static Instrument MemoryPressure { get; } = Instrument.Gauge("llmobs.host.memory_pressure", "1", [],
        "Share of the last 10 s in which some task waited for memory, 0 to 1 (Linux PSI).");

    public static Instrument MemoryPressureLevel { get; } = Instrument.Gauge("llmobs.host.memory_pressure_level", "1", [],
        "The system's own word on memory pressure: 0 normal, 1 warning, 2 critical (macOS).");

    public static Instrument Temperature { get; } = Instrument.Gauge("hw.temperature", "Cel", [HardwareId, HardwareName], "Temperature of a sensor.");

    public static Instrument FanSpeed { get; } = Instrument.Gauge("hw.fan.speed", "rpm", [HardwareId, HardwareName], "Speed of a fan.");

    public static Instrument Power { get; } = Instrument.Gauge("hw.power", "W", [HardwareType, HardwareId], "Power a component draws.");

    public static Instrument HostPower { get; } = Instrument.Gauge("hw.host.power", "W", [HardwareId], "Power the whole machine draws.");

    public static Instrument Energy { get; } = Instrument.Counter("hw.energy", "J", [HardwareType, HardwareId],
        "Energy a component has taken since the Collector started or earlier.");

    public static Instrument HostEnergy { get; } = Instrument.Counter("hw.host.energy", "J", [HardwareId],
        "Energy the whole machine has taken since the Collector started or earlier.");

    public static Instrument CpuFrequency { get; } = Instrument.Gauge("system.cpu.frequency", "Hz", [], "Frequency of the processor's cores, their mean.");

    public static Instrument GpuUtilization { get; } = Instrument.Gauge("hw.gpu.utilization", "1", [HardwareId, HardwareName], "Share of time a graphics processor was busy, 0 to 1.");

    public static Instrument GpuMemoryUsage { get; } = Instrument.Sum("hw.gpu.memory.usage", "By", [HardwareId, HardwareName], "Used of a graphics processor's own memory.");

    public static Instrument GpuMemoryLimit { get; } = Instrument.Sum("hw.gpu.memory.limit", "By", [HardwareId, HardwareName], "A graphics processor's own memory.");

    public static Instrument GpuFrequency { get; } = Instrument.Gauge("llmobs.host.gpu_frequency", "Hz", [HardwareId, HardwareName], "Frequency of a graphics processor.");

    public static Instrument ThrottledTime { get; } = Instrument.Counter("llmobs.host.throttled_time", "s", [],
        "Time for which the processor ran slower because of heat since the system started: of the package that did so longest.");

    public static Instrument ThermalPressure { get; } = Instrument.Gauge("llmobs.host.thermal_pressure", "1", [],
        "How hard the system slows itself down against heat: 0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping.");

    public static Instrument MissedSamples { get; } = Instrument.Counter("llmobs.host.missed_samples", "{sample}", [],
        "Samples that were due and not taken, because reading took long or the machine was too busy.");

    public static Instrument ServerMemory { get; } = Instrument.Sum("process.memory.usage", "By", [ServerPort, MemoryType],
        "Memory of a watched LLM server, of the process that listens on the port and all it started: anonymous, file (mapped and in memory) or footprint (macOS, without mapped files).");

    public static IReadOnlyList<Instrument> All { get; } =
    [
        MemoryUsage, MemoryLimit, MemoryUtilization, PagingUsage, PagingFaults, SwapTraffic, MemoryPressure, MemoryPressureLevel,
        DiskRead, FilesystemUsage, FilesystemLimit,
        Temperature, FanSpeed, Power, HostPower, Energy, HostEnergy, CpuFrequency, ThermalPressure, ThrottledTime,
        GpuUtilization, GpuMemoryUsage, GpuMemoryLimit, GpuFrequency, MissedSamples, ServerMemory,
    ];
}
