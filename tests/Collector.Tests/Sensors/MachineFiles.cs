using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>
/// Machines as Linux shows them under /proc and /sys. The virtual machine was recorded; the desktop, the server and the container are written
/// after the kernel's documentation, because no such hardware was at hand.
/// </summary>
internal static class MachineFiles
{
    public static HostSample Nothing { get; } = new() { At = RunningCollector.Start };

    private static string Machines { get; } = Path.Combine(AppContext.BaseDirectory, "Sensors", "Machines");

    public static SystemFolders Folders(string machine) => In(Path.Combine(Machines, machine));

    public static SensorInventory Look(string machine) => SensorCatalogue.Look(Folders(machine), SystemKind.Linux);

    public static HostSample Read(string machine) => Read(Look(machine));

    public static HostSample Read(SensorInventory inventory) => inventory.Sensors.Aggregate(Nothing, (sample, sensor) => sensor.Read(sample));

    public static SystemFolders In(string folder) => new() { Proc = Path.Combine(folder, "proc"), Sys = Path.Combine(folder, "sys"), Programs = Path.Combine(folder, "bin") };
}
