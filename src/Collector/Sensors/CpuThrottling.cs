using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Time for which a processor package was slowed down against heat since the system started: of the one that was so longest. Intel's count it.</summary>
internal sealed class CpuThrottling(IReadOnlyList<string> files) : ISensor
{
    /// <summary>A century.</summary>
    private const long MostMilliseconds = 100L * 366 * 24 * 3600 * 1000;

    public string Name => "processor throttling";

    public string Source => string.Join(", ", files);

    /// <summary>Every core of a package tells the same: one is asked.</summary>
    public static SensorSearch Look(SystemFolders folders)
    {
        var folder = Path.Combine(folders.Sys, "devices", "system", "cpu");
        var files = DeviceFolders.In(folder, "cpu").Where(core => File.Exists(Counter(core))).DistinctBy(Package, StringComparer.Ordinal).Select(Counter).ToList();
        return files.Count > 0
            ? new SensorSearch.Found([new CpuThrottling(files)])
            : new SensorSearch.Absent($"{folder} counts no throttled time: Intel's processors do since Linux 5.7, others and virtual machines do not");
    }

    public HostSample Read(HostSample sample)
    {
        var longest = files.Max(file => KernelFile.NumberWhileOn(file, 0, MostMilliseconds));
        return sample with { ThrottledSeconds = longest / 1000.0 ?? throw new InvalidDataException($"No processor package tells its throttled time any longer: {Source}.") };
    }

    private static string Counter(string core) => Path.Combine(core, "thermal_throttle", "package_throttle_total_time_ms");

    private static string Package(string core) => KernelFile.Name(Path.Combine(core, "topology", "physical_package_id")) ?? "0";
}
