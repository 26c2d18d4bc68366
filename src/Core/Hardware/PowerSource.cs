namespace LlmObs.Hardware;

/// <summary>What draws a power that a sensor tells: energy of the whole system and of one package are not the same figure.</summary>
public enum PowerSource
{
    /// <summary>A part that has no word of its own here.</summary>
    Other,

    /// <summary>Everything behind the plug or on the battery.</summary>
    System,

    Cpu,

    Gpu,

    /// <summary>The processor and what its maker's counter has beside it (RAPL's psys): often the whole board, but a graphics card need not be in it.</summary>
    Platform,
}

/// <summary>Tells the source by a power's name, whose first word is the driver or the part itself.</summary>
public static class PowerSources
{
    private static readonly Dictionary<string, PowerSource> ByFirstWord = new(StringComparer.Ordinal)
    {
        ["system"] = PowerSource.System,
        // ACPI's meter of a whole server
        ["power_meter"] = PowerSource.System,
        ["platform"] = PowerSource.Platform,
        ["cpu"] = PowerSource.Cpu,
        ["zenpower"] = PowerSource.Cpu,
        ["fam15h_power"] = PowerSource.Cpu,
        ["gpu"] = PowerSource.Gpu,
        ["amdgpu"] = PowerSource.Gpu,
        ["nouveau"] = PowerSource.Gpu,
        ["i915"] = PowerSource.Gpu,
        ["xe"] = PowerSource.Gpu,
    };

    public static PowerSource Of(string name) => ByFirstWord.GetValueOrDefault(name.Split(' ', 2)[0]);
}
