using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// Memory as the .NET runtime sees it, where we have no sensor of the system's own yet. The runtime looks at each collection, so a small one is asked for.
/// </summary>
internal sealed class RuntimeMemory : ISensor
{
    public string Name => "memory";

    public string Source => ".NET runtime (coarse: file cache may count as used)";

    public static SensorSearch Look(SystemFolders folders) => new SensorSearch.Found([new RuntimeMemory()]);

    public HostSample Read(HostSample sample)
    {
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        var memory = GC.GetGCMemoryInfo();
        return sample with { MemoryTotalBytes = memory.TotalAvailableMemoryBytes, MemoryUsedBytes = memory.MemoryLoadBytes };
    }
}
