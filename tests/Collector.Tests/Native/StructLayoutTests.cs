using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LlmObs.Collector.Native;

namespace LlmObs.Collector.Tests.Native;

/// <summary>
/// The structs are as long as Apple's headers make them, and every field that is read stands where they put it. The numbers were added up by hand from the
/// headers of xnu-11417.101.15: uint8_t 1, natural_t, uint32_t, int32_t, uid_t, gid_t and boolean_t 4, uint64_t 8 bytes, each at a multiple of its size.
/// </summary>
public sealed class StructLayoutTests
{
    /// <summary>osfmk/mach/vm_statistics.h: 4 × 4 + 9 × 8 + 2 × 4 + 4 × 8 + 4 × 4 + 8 = 152, aligned(8); 152 / 4 = 38 words, which is HOST_VM_INFO64_REV1_COUNT.</summary>
    [Fact]
    public void Vm_statistics64()
    {
        Assert.Equal(152, Unsafe.SizeOf<VmStatistics64>());
        Assert.Equal(152, Marshal.SizeOf<VmStatistics64>());
        Assert.Equal(38u, VmStatistics64.Words);
        // free, active, inactive before it: 3 × 4
        Assert.Equal(12, Offset<VmStatistics64>(nameof(VmStatistics64.WireCount)));
        // four counts of 4 and two of 8 before it: 16 + 16
        Assert.Equal(32, Offset<VmStatistics64>(nameof(VmStatistics64.Pageins)));
        // 16 + 9 × 8
        Assert.Equal(88, Offset<VmStatistics64>(nameof(VmStatistics64.PurgeableCount)));
        // 88 + 2 × 4 + decompressions and compressions, 2 × 8
        Assert.Equal(112, Offset<VmStatistics64>(nameof(VmStatistics64.Swapins)));
        Assert.Equal(120, Offset<VmStatistics64>(nameof(VmStatistics64.Swapouts)));
        Assert.Equal(128, Offset<VmStatistics64>(nameof(VmStatistics64.CompressorPageCount)));
        // compressor, throttled, external before it: 128 + 3 × 4
        Assert.Equal(140, Offset<VmStatistics64>(nameof(VmStatistics64.InternalPageCount)));
    }

    /// <summary>bsd/sys/sysctl.h: 3 × 8 + 2 × 4 = 32.</summary>
    [Fact]
    public void Xsw_usage()
    {
        Assert.Equal(32, Unsafe.SizeOf<XswUsage>());
        Assert.Equal(32, Marshal.SizeOf<XswUsage>());
        Assert.Equal(0, Offset<XswUsage>(nameof(XswUsage.Total)));
        // total and avail before it
        Assert.Equal(16, Offset<XswUsage>(nameof(XswUsage.Used)));
    }

    /// <summary>bsd/sys/resource.h: a UUID of 16 and 35 × 8 = 296.</summary>
    [Fact]
    public void Rusage_info_v4()
    {
        Assert.Equal(296, Unsafe.SizeOf<RusageInfoV4>());
        Assert.Equal(296, Marshal.SizeOf<RusageInfoV4>());
        // UUID, four times and counts before it: 16 + 4 × 8
        Assert.Equal(48, Offset<RusageInfoV4>(nameof(RusageInfoV4.Pageins)));
        // pageins, wired_size, resident_size before it: 48 + 3 × 8
        Assert.Equal(72, Offset<RusageInfoV4>(nameof(RusageInfoV4.PhysFootprint)));
        // from phys_footprint: 3 of v0, 6 of children, 2 of disks, 7 of classes, 2 of billing, logical_writes: 72 + 21 × 8
        Assert.Equal(240, Offset<RusageInfoV4>(nameof(RusageInfoV4.LifetimeMaxPhysFootprint)));
    }

    /// <summary>bsd/sys/proc_info.h, with MAXCOMLEN 16 of bsd/sys/param.h: 12 × 4 + 16 + 32 + 6 × 4 + 2 × 8 = 136.</summary>
    [Fact]
    public void Proc_bsdinfo()
    {
        Assert.Equal(136, Unsafe.SizeOf<ProcBsdInfo>());
        Assert.Equal(136, Marshal.SizeOf<ProcBsdInfo>());
        // flags, status, xstatus before it
        Assert.Equal(12, Offset<ProcBsdInfo>(nameof(ProcBsdInfo.Pid)));
        Assert.Equal(16, Offset<ProcBsdInfo>(nameof(ProcBsdInfo.Ppid)));
        Assert.Equal(48, Offset<ProcBsdInfo>(nameof(ProcBsdInfo.Comm)));
        Assert.Equal(64, Offset<ProcBsdInfo>(nameof(ProcBsdInfo.Name)));
        // 64 + 32 + 6 × 4
        Assert.Equal(120, Offset<ProcBsdInfo>(nameof(ProcBsdInfo.StartTvsec)));
        Assert.Equal(128, Offset<ProcBsdInfo>(nameof(ProcBsdInfo.StartTvusec)));
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
