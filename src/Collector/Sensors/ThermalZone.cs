using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>A thermal zone of the kernel, in thousandths of a degree.</summary>
internal sealed class ThermalZone(string name, string file) : ISensor
{
    /// <summary>Absolute zero, in the kernel's unit.</summary>
    public const long Least = -273_150;

    /// <summary>No part lives at 1000 °C.</summary>
    public const long Most = 1_000_000;

    public string Name => name;

    public string Source => file;

    public static SensorSearch Look(SystemFolders folders)
    {
        var folder = Path.Combine(folders.Sys, "class", "thermal");
        var zones = DeviceFolders.In(folder, "thermal_zone").Select(zone => (Name: KernelFile.Name(Path.Combine(zone, "type")) ?? Path.GetFileName(zone), File: Path.Combine(zone, "temp")));
        var names = new UniqueNames();
        return SensorSearch.Of([.. zones.Where(zone => File.Exists(zone.File)).Select(zone => new ThermalZone(names.Take(zone.Name), zone.File))],
            $"there is no thermal zone in {folder}, as is usual in a virtual machine");
    }

    public HostSample Read(HostSample sample) => sample.WithTemperature(name, KernelFile.Number(file, Least, Most) / 1000.0);
}
