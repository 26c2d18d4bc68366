using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Swap of a container with a memory limit: the machine's figures would tell of its neighbours.</summary>
internal sealed class CgroupSwap(Cgroup cgroup, string meminfo) : ISensor
{
    private const string Used = "memory.swap.current";

    public string Name => "swap";

    public string Source => $"{Path.Combine(cgroup.Folder, Used)} (the container's)";

    public static SensorSearch Look(Cgroup cgroup, string meminfo) => File.Exists(Path.Combine(cgroup.Folder, Used))
        ? new SensorSearch.Found([new CgroupSwap(cgroup, meminfo)])
        : new SensorSearch.Absent($"the container's swap is not counted: there is no {Path.Combine(cgroup.Folder, Used)}");

    public HostSample Read(HostSample sample)
    {
        var machine = LinuxMemory.Required(meminfo, "SwapTotal");
        return sample with { SwapTotalBytes = Math.Min(cgroup.Limit("memory.swap.max") ?? machine, machine), SwapUsedBytes = cgroup.Number(Used) };
    }
}
