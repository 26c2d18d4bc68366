using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Memory of a container with a limit. Used leaves out inactive file cache, which the kernel drops before anything fails.</summary>
internal sealed class CgroupMemory(Cgroup cgroup) : ISensor
{
    public string Name => "memory";

    public string Source => $"{cgroup.LimitFile} (the container's limit)";

    public HostSample Read(HostSample sample)
    {
        var cache = KernelFile.Number(Path.Combine(cgroup.Folder, "memory.stat"), "inactive_file") ?? 0;
        return sample with { MemoryTotalBytes = cgroup.Limit("memory.max"), MemoryUsedBytes = Math.Max(0, cgroup.Number("memory.current") - cache) };
    }
}
