using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Every kind of sensor there is. A new one is a file and a line here.</summary>
internal static class SensorCatalogue
{
    private static readonly IReadOnlyList<SensorKind> Kinds =
    [
        new("memory", SystemKind.Linux, LinuxMemory.Look),
        new("memory", SystemKind.MacOS, _ => MacMemory.Look(MacKernel.Here)),
        new("memory", SystemKind.Windows, RuntimeMemory.Look),
        new("memory", SystemKind.Unknown, RuntimeMemory.Look),
        new("swap", SystemKind.Linux, LinuxSwap.Look),
        new("swap", SystemKind.MacOS, _ => MacSwap.Look(MacKernel.Here)),
        new("paging", SystemKind.Linux, LinuxPaging.Look),
        new("memory pressure", SystemKind.Linux, PressureStall.Look),
        new("memory pressure", SystemKind.MacOS, _ => MacMemoryPressure.Look(MacKernel.Here)),
        new("thermal pressure", SystemKind.MacOS, _ => MacThermalPressure.Look(MacKernel.Here)),
        new("thermal zones", SystemKind.Linux, ThermalZone.Look),
        new("temperatures", SystemKind.Linux, HwmonTemperature.Look),
        new("fans", SystemKind.Linux, HwmonFan.Look),
        new("power", SystemKind.Linux, HwmonPower.Look),
        new("energy", SystemKind.Linux, folders => EnergyZone.Look(folders, TimeProvider.System)),
        new("processor frequency", SystemKind.Linux, CpuFrequency.Look),
        new("processor throttling", SystemKind.Linux, CpuThrottling.Look),
        new("processor throttling", SystemKind.MacOS, _ => new SensorSearch.Absent("macOS counts no time of it; the graphics processor's frequency tells, through macmon")),
        new("disk reads", SystemKind.Linux, DiskReads.Look),
        new("disk reads", SystemKind.MacOS, _ => new SensorSearch.Absent("macOS tells them through IOKit only, which is not asked")),
        new("disks", SystemKind.Linux, folders => LinuxDisk.Look(folders, TimeProvider.System)),
        new("disks", SystemKind.MacOS, _ => MacDisk.Look(TimeProvider.System)),
        new("nvidia-smi", SystemKind.Linux, (folders, interval) => NvidiaSmi.Look(folders, TimeProvider.System, interval)),
        new("macmon", SystemKind.MacOS, (folders, interval) => Macmon.Look(folders, TimeProvider.System, interval)),
    ];

    /// <summary>Systems that have sensors of their own: what another one has beside them is not missing there.</summary>
    private static readonly SystemKind[] Known = [SystemKind.Linux, SystemKind.MacOS];

    public static SensorInventory Look(SystemFolders folders) => Look(folders, Here());

    public static SensorInventory Look(SystemFolders folders, TimeSpan interval) => Look(folders, Here(), interval);

    public static SensorInventory Look(SystemFolders folders, SystemKind system) => Look(folders, system, TimeSpan.FromSeconds(1));

    private static SensorInventory Look(SystemFolders folders, SystemKind system, TimeSpan interval)
    {
        var subjects = Kinds.GroupBy(kind => kind.Subject, StringComparer.Ordinal).Where(subject => !Known.Contains(system) || subject.Any(kind => kind.System == system));
        var searches = subjects.Select(subject => (Subject: subject.Key, Result: Look(subject, folders, system, interval))).ToList();
        return new SensorInventory
        {
            Sensors = [.. searches.Select(search => search.Result).OfType<SensorSearch.Found>().SelectMany(found => found.Sensors)],
            Absent = [.. searches.Where(search => search.Result is SensorSearch.Absent).Select(search => new AbsentSensor(search.Subject, ((SensorSearch.Absent)search.Result).Reason))],
        };
    }

    private static SensorSearch Look(IEnumerable<SensorKind> subject, SystemFolders folders, SystemKind system, TimeSpan interval) =>
        subject.FirstOrDefault(kind => kind.System == system) is { } kind
            ? Look(kind, folders, interval)
            : new SensorSearch.Absent($"not read on {(system is SystemKind.Unknown ? "this system" : system)} so far");

    private static SensorSearch Look(SensorKind kind, SystemFolders folders, TimeSpan interval)
    {
        try
        {
            return kind.Look(folders, interval);
        }
        // whatever goes wrong with one kind, a defect included: the others are looked for
        catch (Exception broken)
        {
            return new SensorSearch.Absent($"it cannot be looked for: {broken.Message}");
        }
    }

    public static SystemKind Here() => true switch
    {
        _ when OperatingSystem.IsLinux() => SystemKind.Linux,
        _ when OperatingSystem.IsMacOS() => SystemKind.MacOS,
        _ when OperatingSystem.IsWindows() => SystemKind.Windows,
        _ => SystemKind.Unknown,
    };
}

/// <summary>The sensors this machine has, and those it lacks with the reason.</summary>
internal sealed record SensorInventory
{
    public required IReadOnlyList<ISensor> Sensors { get; init; }

    public required IReadOnlyList<AbsentSensor> Absent { get; init; }
}
