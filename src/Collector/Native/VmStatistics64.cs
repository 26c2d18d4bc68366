using System.Runtime.InteropServices;

namespace LlmObs.Collector.Native;

/// <summary>
/// mach/vm_statistics.h: struct vm_statistics64, as far as revision 1 of it goes (HOST_VM_INFO64_REV1_COUNT, 38 words of 4 bytes).
/// Newer systems have more at its end and fill as much as they are given room for. Counts of pages; natural_t has 4 bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VmStatistics64
{
    /// <summary>Its size in words, as host_statistics64 counts.</summary>
    public const uint Words = 38;

    public uint FreeCount;
    public uint ActiveCount;
    public uint InactiveCount;
    public uint WireCount;
    public ulong ZeroFillCount;
    public ulong Reactivations;
    public ulong Pageins;
    public ulong Pageouts;
    public ulong Faults;
    public ulong CowFaults;
    public ulong Lookups;
    public ulong Hits;
    public ulong Purges;
    public uint PurgeableCount;
    public uint SpeculativeCount;
    public ulong Decompressions;
    public ulong Compressions;
    public ulong Swapins;
    public ulong Swapouts;
    public uint CompressorPageCount;
    public uint ThrottledCount;
    public uint ExternalPageCount;
    public uint InternalPageCount;
    public ulong TotalUncompressedPagesInCompressor;
}
