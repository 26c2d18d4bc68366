using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>The machine's memory. Used is MemTotal − MemAvailable; rejected: total − free, which counts the file cache a model was read through.</summary>
internal sealed class LinuxMemory(string meminfo) : ISensor
{
    public string Name => "memory";

    public string Source => meminfo;

    /// <summary>In a container whose limit is below the machine's memory, the container's.</summary>
    public static SensorSearch Look(SystemFolders folders)
    {
        var meminfo = Path.Combine(folders.Proc, "meminfo");
        if (!File.Exists(meminfo))
            return new SensorSearch.Absent($"there is no {meminfo}");
        var container = Cgroup.SmallerThan(Total(meminfo), folders);
        return new SensorSearch.Found([container is null ? new LinuxMemory(meminfo) : new CgroupMemory(container)]);
    }

    public static long Total(string meminfo) => Required(meminfo, "MemTotal");

    public static long Required(string meminfo, string name) =>
        KernelFile.Number(meminfo, name) ?? throw new InvalidDataException($"{meminfo} has no line {name}.");

    public HostSample Read(HostSample sample)
    {
        var total = Total(meminfo);
        return sample with { MemoryTotalBytes = total, MemoryUsedBytes = total - Required(meminfo, "MemAvailable") };
    }
}
