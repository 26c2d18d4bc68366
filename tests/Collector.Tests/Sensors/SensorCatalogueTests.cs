using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class SensorCatalogueTests
{
    [Fact]
    public void On_windows_memory_is_read_through_the_runtime_and_the_rest_is_absent_with_a_reason()
    {
        var inventory = SensorCatalogue.Look(MachineFiles.Folders("desktop"), SystemKind.Windows);

        Assert.IsType<RuntimeMemory>(Assert.Single(inventory.Sensors));
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "swap", "fans", "thermal pressure" }, inventory.Absent.Select(absent => absent.Subject).ToHashSet(StringComparer.Ordinal));
        Assert.All(inventory.Absent, absent => Assert.Equal("not read on Windows so far", absent.Reason));
    }

    [Fact]
    public void A_mac_whose_library_and_programs_are_missing_says_so_and_does_not_fall_over()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "A Mac has its library.");

        var inventory = SensorCatalogue.Look(MachineFiles.Folders("desktop"), SystemKind.MacOS);

        Assert.Empty(inventory.Sensors);
        Assert.Equal(["memory", "swap", "memory pressure", "thermal pressure", "processor throttling", "disk reads", "disks", "macmon"], inventory.Absent.Select(absent => absent.Subject));
        Assert.All(inventory.Absent, absent => Assert.NotEmpty(absent.Reason));
    }

    [Fact]
    public void On_a_system_nobody_knows_memory_is_read_through_the_runtime_and_the_rest_is_absent_with_a_reason()
    {
        var inventory = SensorCatalogue.Look(MachineFiles.Folders("desktop"), SystemKind.Unknown);

        Assert.IsType<RuntimeMemory>(Assert.Single(inventory.Sensors));
        Assert.Contains(inventory.Absent, absent => absent.Subject == "swap");
        Assert.All(inventory.Absent, absent => Assert.Equal("not read on this system so far", absent.Reason));
    }

    [Fact]
    public void A_machine_with_neither_folder_has_nothing_and_does_not_fall_over()
    {
        using var machine = new TemporaryMachine();

        var inventory = machine.Look();

        Assert.Empty(inventory.Sensors);
        Assert.Equal(14, inventory.Absent.Count);
    }

    [Fact]
    public void A_virtual_machine_has_memory_swap_and_pressure_and_nothing_to_touch()
    {
        var inventory = MachineFiles.Look("virtual-machine");

        Assert.Equal(["memory", "swap", "memory pressure"], inventory.Sensors.Select(sensor => sensor.Name));
        Assert.Equal(MachineFiles.Nothing with { MemoryTotalBytes = 25_276_502_016, MemoryUsedBytes = (24_684_084 - 22_920_052) * 1024L, SwapTotalBytes = 0, SwapUsedBytes = 0, MemoryPressure = 0 }, MachineFiles.Read(inventory));
    }

    [Fact]
    public void This_machine_tells_its_memory_and_swap()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads the /proc and /sys of a Linux machine.");

        var sample = MachineFiles.Read(SensorCatalogue.Look(new SystemFolders()));

        Assert.InRange(sample.MemoryUsedBytes!.Value, 1, sample.MemoryTotalBytes!.Value);
        Assert.True(sample.SwapTotalBytes is null || sample.SwapUsedBytes <= sample.SwapTotalBytes);
        Assert.True(sample.MemoryPressure is null or (>= 0 and <= 1));
        Assert.All(sample.Temperatures.Values, celsius => Assert.InRange(celsius, -130, 200));
    }
}
