using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// A Mac's memory as Activity Monitor computes it – app memory (internal − purgeable) + wired + compressed – and its paging, of one call: macOS answers 2 to 10 such calls a second
/// for all programs that are not its own, and what is asked beyond that gets an answer up to a second old.
/// Rejected: total − free, which counts the file cache a model was read through. What the graphics processor holds is wired.
/// </summary>
internal sealed class MacMemory(IMacKernel mac) : ISensor
{
    public string Name => "memory";

    public string Source => "host_statistics64, as Activity Monitor computes it";

    public static SensorSearch Look(IMacKernel mac) => MacSearch.Of(() => new MacMemory(mac));

    public HostSample Read(HostSample sample)
    {
        var (total, pages, pageBytes) = (mac.Number("hw.memsize"), mac.VirtualMemory(), mac.PageBytes());
        return sample with
        {
            MemoryTotalBytes = total,
            MemoryUsedBytes = Used(pages) * pageBytes,
            // of compressed segments as they are on disk: the memory in them was larger
            SwappedInBytes = (long)pages.Swapins * pageBytes,
            SwappedOutBytes = (long)pages.Swapouts * pageBytes,
            // MajorFaults stays null: macOS counts none. Its pageins are pages, of which one fault reads several, and of mapped files alone
        };
    }

    /// <summary>In pages. The counts are taken one after another, so purgeable may be more than internal for a moment.</summary>
    public static long Used(VmStatistics64 pages) =>
        Math.Max(0L, (long)pages.InternalPageCount - pages.PurgeableCount) + pages.WireCount + pages.CompressorPageCount;
}
