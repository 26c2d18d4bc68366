using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Every kind of sensor there is. A new one is a file and a line here.</summary>
internal static class SensorCatalogue
{
    private static readonly IReadOnlyList<SensorKind> Kinds =
    [
        new("memory", SystemKind.Linux, LinuxMemory.Look),
        new("memory", SystemKind.MacOS, RuntimeMemory.Look),
        new("memory", SystemKind.Windows, RuntimeMemory.Look),
        new("swap", SystemKind.Linux, LinuxSwap.Look),
        new("memory pressure", SystemKind.Linux, PressureStall.Look),
        new("thermal zones", SystemKind.Linux, ThermalZone.Look),
        new("temperatures", SystemKind.Linux, HwmonTemperature.Look),
        new("fans", SystemKind.Linux, HwmonFan.Look),
        new("power", SystemKind.Linux, HwmonPower.Look),
    ];

    public static SensorInventory Look(SystemFolders folders) => Look(folders, Here());

    public static SensorInventory Look(SystemFolders folders, SystemKind system)
    {
        var searches = Kinds.GroupBy(kind => kind.Subject, StringComparer.Ordinal).Select(subject => (Subject: subject.Key, Result: Look(subject, folders, system))).ToList();
        return new SensorInventory
        {
            Sensors = [.. searches.Select(search => search.Result).OfType<SensorSearch.Found>().SelectMany(found => found.Sensors)],
            Absent = [.. searches.Where(search => search.Result is SensorSearch.Absent).Select(search => new AbsentSensor(search.Subject, ((SensorSearch.Absent)search.Result).Reason))],
        };
    }

    private static SensorSearch Look(IEnumerable<SensorKind> subject, SystemFolders folders, SystemKind system) =>
        subject.FirstOrDefault(kind => kind.System == system) is { } kind
            ? kind.Look(folders)
            : new SensorSearch.Absent($"read on {string.Join(" and ", subject.Select(other => other.System))} only so far");

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
