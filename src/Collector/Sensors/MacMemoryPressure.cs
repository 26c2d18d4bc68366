using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>macOS's own word on memory: green, yellow and red in Activity Monitor.</summary>
internal sealed class MacMemoryPressure(IMacKernel mac) : ISensor
{
    private const string Level = "kern.memorystatus_vm_pressure_level";

    public string Name => "memory pressure";

    public string Source => $"sysctl {Level}";

    public static SensorSearch Look(IMacKernel mac) => MacSearch.Of(() => new MacMemoryPressure(mac));

    public HostSample Read(HostSample sample) => sample with { MemoryPressureLevel = OfKernel(mac.Number(Level)) };

    /// <summary>sys/event_private.h: NOTE_MEMORYSTATUS_PRESSURE_NORMAL, _WARN and _CRITICAL are bits.</summary>
    private static int OfKernel(long level) => level switch
    {
        1 => 0,
        2 => 1,
        4 => 2,
        _ => throw new InvalidDataException($"sysctl {Level} says {level} where 1, 2 or 4 was expected."),
    };
}
