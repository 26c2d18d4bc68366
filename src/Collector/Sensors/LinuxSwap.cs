using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>The machine's swap; in a container with a limit of its own, the container's.</summary>
internal sealed class LinuxSwap(string meminfo) : ISensor
{
    public string Name => "swap";

    public string Source => meminfo;

    public static SensorSearch Look(SystemFolders folders)
    {
        var meminfo = Path.Combine(folders.Proc, "meminfo");
        if (!File.Exists(meminfo))
            return new SensorSearch.Absent($"there is no {meminfo}");
        if (Cgroup.SmallerThan(LinuxMemory.Total(meminfo), folders) is not { } container)
            return new SensorSearch.Found([new LinuxSwap(meminfo)]);
        return CgroupSwap.Look(container, meminfo);
    }

    public HostSample Read(HostSample sample)
    {
        var text = KernelFile.Text(meminfo);
        var total = LinuxMemory.Required(text, "SwapTotal", meminfo);
        return sample with { SwapTotalBytes = total, SwapUsedBytes = LinuxMemory.Rest(total, text, "SwapFree", meminfo) };
    }
}
