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

    public static Instrument MemoryPressure { get; } = Instrument.Gauge("llmobs.host.memory_pressure", "1", [],
        "Share of the last 10 s in which some task waited for memory, 0 to 1 (Linux PSI).");

    public static Instrument Temperature { get; } = Instrument.Gauge("hw.temperature", "Cel", [HardwareId, HardwareName], "Temperature of a sensor.");

    public static Instrument FanSpeed { get; } = Instrument.Gauge("hw.fan.speed", "rpm", [HardwareId, HardwareName], "Speed of a fan.");

    public static Instrument Power { get; } = Instrument.Gauge("hw.power", "W", [HardwareType, HardwareId], "Power a component draws.");

    public static Instrument ThermalPressure { get; } = Instrument.Gauge("llmobs.host.thermal_pressure", "1", [],
        "How hard the system slows itself down against heat: 0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping.");

    public static Instrument MissedSamples { get; } = Instrument.Counter("llmobs.host.missed_samples", "{sample}", [],
        "Samples that were due and not taken, because reading took long or the machine was too busy.");

    public static Instrument ServerMemory { get; } = Instrument.Sum("process.memory.usage", "By", [ServerPort, MemoryType],
        "Memory of a watched LLM server, of the process that listens on the port and all it started: anonymous, file (mapped and in memory) or footprint (macOS, without mapped files).");

    public static IReadOnlyList<Instrument> All { get; } =
        [MemoryUsage, MemoryLimit, MemoryUtilization, PagingUsage, MemoryPressure, Temperature, FanSpeed, Power, ThermalPressure, MissedSamples, ServerMemory];
}
