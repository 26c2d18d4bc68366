using LlmObs.Collector.Native;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>A Mac's own calls, replayed: the numbers of a struct go in, readings worked out by hand come out.</summary>
public sealed class MacSensorsTests
{
    private const long Gibi = 1024 * 1024 * 1024;

    /// <summary>In pages of 16 KiB, of which 65,536 are a GiB.</summary>
    private static readonly VmStatistics64 Pages = new()
    {
        FreeCount = 12_000_000,
        ActiveCount = 3_000_000,
        InactiveCount = 2_900_000,
        InternalPageCount = 1_310_720, // 20 GiB
        PurgeableCount = 65_536, // 1 GiB
        WireCount = 26_214_400, // 400 GiB
        CompressorPageCount = 131_072, // 2 GiB
        ExternalPageCount = 4_000_000,
        Swapins = 640,
        Swapouts = 6_400,
        Pageins = 123_456,
    };

    [Fact]
    public void Used_memory_is_app_memory_and_wired_and_compressed_as_activity_monitor_has_it()
    {
        var mac = new ReplayedMac { Pages = Pages }.Sysctl("hw.memsize", 512 * Gibi);

        var sample = Read(MacMemory.Look(mac));

        Assert.Equal(512 * Gibi, sample.MemoryTotalBytes);
        Assert.Equal((20 - 1 + 400 + 2) * Gibi, sample.MemoryUsedBytes);
    }

    [Fact]
    public void One_sample_asks_once_since_macos_answers_few_such_calls_a_second()
    {
        var mac = new ReplayedMac { Pages = Pages }.Sysctl("hw.memsize", 512 * Gibi);
        var sensor = Assert.Single(Assert.IsType<SensorSearch.Found>(MacMemory.Look(mac)).Sensors);
        var before = mac.Asked;

        sensor.Read(MachineFiles.Nothing);

        Assert.Equal(1, mac.Asked - before);
    }

    [Fact]
    public void Pages_are_as_large_as_the_kernel_says()
    {
        var mac = new ReplayedMac { Pages = Pages, BytesOfPage = 4096 }.Sysctl("hw.memsize", 64 * Gibi);

        Assert.Equal(421 * Gibi / 4, Read(MacMemory.Look(mac)).MemoryUsedBytes);
    }

    [Fact]
    public void More_purgeable_than_internal_is_no_app_memory_and_not_less()
    {
        Assert.Equal(3, MacMemory.Used(new VmStatistics64 { InternalPageCount = 1, PurgeableCount = 5, WireCount = 3 }));
        Assert.Equal(3L * uint.MaxValue, MacMemory.Used(new VmStatistics64 { InternalPageCount = uint.MaxValue, WireCount = uint.MaxValue, CompressorPageCount = uint.MaxValue }));
    }

    [Fact]
    public void Swap_is_what_macos_says_of_its_swap_files()
    {
        var mac = new ReplayedMac().Sysctl("vm.swapusage", new XswUsage { Total = 3_221_225_472, Avail = 2_147_483_648, Used = 1_073_741_824, PageSize = 16_384, Encrypted = 1 });

        var sample = Read(MacSwap.Look(mac));

        Assert.Equal((3 * Gibi, Gibi), (sample.SwapTotalBytes!.Value, sample.SwapUsedBytes!.Value));
    }

    [Fact]
    public void What_was_swapped_is_told_in_bytes_and_pageins_are_pages_and_no_faults()
    {
        var sample = Read(MacMemory.Look(new ReplayedMac { Pages = Pages }.Sysctl("hw.memsize", 512 * Gibi)));

        Assert.Equal((10_485_760, 104_857_600), (sample.SwappedInBytes!.Value, sample.SwappedOutBytes!.Value));
        Assert.Null(sample.MajorFaults);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    public void The_kernels_bits_are_levels_of_memory_pressure(int kernel, int level) =>
        Assert.Equal(level, Read(MacMemoryPressure.Look(new ReplayedMac().Sysctl("kern.memorystatus_vm_pressure_level", kernel))).MemoryPressureLevel);

    [Fact]
    public void A_level_nobody_knows_is_no_reading() =>
        Assert.Equal("sysctl kern.memorystatus_vm_pressure_level says 3 where 1, 2 or 4 was expected.", Reason(MacMemoryPressure.Look(new ReplayedMac().Sysctl("kern.memorystatus_vm_pressure_level", 3))));

    [Theory]
    [InlineData(0ul, 0)]
    [InlineData(4ul, 4)]
    public void Thermal_pressure_is_the_state_of_its_key(ulong state, int level) => Assert.Equal(level, Read(MacThermalPressure.Look(new ReplayedMac { ThermalPressure = state })).ThermalPressure);

    [Fact]
    public void A_key_that_breaks_later_costs_that_reading()
    {
        var mac = new ReplayedMac { ThermalPressure = 1 };
        var sensor = Assert.Single(Assert.IsType<SensorSearch.Found>(MacThermalPressure.Look(mac)).Sensors);

        mac.ThermalPressure = 50;

        Assert.Equal("com.apple.system.thermalpressurelevel says 50 where 0 to 4 was expected.", Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing)).Message);
    }

    [Fact]
    public void What_a_mac_refuses_is_absent_with_its_word()
    {
        var mac = new ReplayedMac();

        Assert.Equal("macOS refuses sysctl hw.memsize: No such file or directory", Reason(MacMemory.Look(mac)));
        Assert.Equal("macOS refuses sysctl vm.swapusage: No such file or directory", Reason(MacSwap.Look(mac)));
        Assert.Equal("macOS refuses host_statistics64: kern_return 5", Reason(MacMemory.Look(new ReplayedMac().Sysctl("hw.memsize", 512 * Gibi))));
        Assert.Equal("macOS refuses sysctl kern.memorystatus_vm_pressure_level: No such file or directory", Reason(MacMemoryPressure.Look(mac)));
        Assert.Equal("macOS refuses notify_register_check of com.apple.system.thermalpressurelevel: status 9", Reason(MacThermalPressure.Look(mac)));
    }

    [Fact]
    public void Where_the_library_is_missing_everything_is_absent_and_nothing_falls_over()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "A Mac has its library.");

        SensorSearch[] searches = [MacMemory.Look(MacKernel.Here), MacSwap.Look(MacKernel.Here), MacMemoryPressure.Look(MacKernel.Here), MacThermalPressure.Look(MacKernel.Here)];

        Assert.All(searches, search => Assert.Equal("this system lacks the call (DllNotFoundException)", Reason(search)));
    }

    [Fact]
    public void This_mac_tells_its_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsMacOS(), "It asks the macOS of this machine.");

        var sample = Read(MacMemory.Look(MacKernel.Here));

        Assert.InRange(sample.MemoryUsedBytes!.Value, 1, sample.MemoryTotalBytes!.Value);
        Assert.InRange(Read(MacThermalPressure.Look(MacKernel.Here)).ThermalPressure!.Value, 0, 4);
        Assert.InRange(Read(MacMemoryPressure.Look(MacKernel.Here)).MemoryPressureLevel!.Value, 0, 2);
        Assert.True(MacKernel.Here.Usage(Environment.ProcessId)!.Value.PhysFootprint > 0);
        Assert.Equal((uint)Environment.ProcessId, MacKernel.Here.Process(Environment.ProcessId)!.Value.Pid);
        Assert.Contains(Environment.ProcessId, MacKernel.Here.Processes());
    }

    private static HostSample Read(SensorSearch search) => Assert.Single(Assert.IsType<SensorSearch.Found>(search).Sensors).Read(MachineFiles.Nothing);

    private static string Reason(SensorSearch search) => Assert.IsType<SensorSearch.Absent>(search).Reason;
}
