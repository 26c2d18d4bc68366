using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// A Mac's memory as Activity Monitor computes it: app memory (internal − purgeable) + wired + compressed.
/// Rejected: total − free, which counts the file cache a model was read through. What the graphics processor holds is wired.
/// </summary>
internal sealed class MacMemory(IMacKernel mac) : ISensor
{
    public string Name => "memory";

    public string Source => "host_statistics64, as Activity Monitor computes it";

    public static SensorSearch Look(IMacKernel mac) => MacSearch.Of(() => new MacMemory(mac));

    public HostSample Read(HostSample sample) => sample with { MemoryTotalBytes = mac.Number("hw.memsize"), MemoryUsedBytes = Used(mac.VirtualMemory(), mac.PageBytes()) };

    /// <summary>The counts are taken one after another, so purgeable may be more than internal for a moment.</summary>
    public static long Used(VmStatistics64 pages, long pageBytes) =>
        (Math.Max(0L, (long)pages.InternalPageCount - pages.PurgeableCount) + pages.WireCount + pages.CompressorPageCount) * pageBytes;
}
