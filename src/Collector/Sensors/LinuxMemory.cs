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

    public static long Required(string meminfo, string name) => Required(KernelFile.Text(meminfo), name, meminfo);

    public HostSample Read(HostSample sample)
    {
        var text = KernelFile.Text(meminfo);
        var total = Required(text, "MemTotal", meminfo);
        return sample with { MemoryTotalBytes = total, MemoryUsedBytes = Rest(total, text, "MemAvailable", meminfo) };
    }

    /// <summary>Total less what is left of it. A file that says there is more left than all was not written by a kernel at one moment.</summary>
    public static long Rest(long total, string text, string left, string meminfo) => Required(text, left, meminfo) is var rest && rest <= total
        ? total - rest
        : throw new InvalidDataException($"{meminfo} says {left} is {rest} bytes, which is more than all ({total}).");

    public static long Required(string text, string name, string meminfo) =>
        KernelFile.NumberIn(text, name, meminfo) ?? throw new InvalidDataException($"{meminfo} has no line {name}.");
}
