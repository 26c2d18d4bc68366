using LlmObs.Collector.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class EnergyZoneTests : IDisposable
{
    private const long Range = 262_143_328_850;

    private readonly TemporaryMachine _machine = new();
    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);

    public EnergyZoneTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The zones have a colon in their names.");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Each_zone_is_called_so_that_its_source_is_clear_and_a_part_belongs_to_its_whole()
    {
        Zone("intel-rapl:0", "package-0", 0);
        Zone("intel-rapl:0:0", "core", 0);
        Zone("intel-rapl:0:1", "dram", 0);
        Zone("intel-rapl:1", "psys", 0);
        Zone("intel-rapl:2", "package-1", 0);
        Zone("intel-rapl:2:0", "core", 0);
        _machine.Write("sys/class/powercap/intel-rapl/enabled", "1").Write("sys/class/powercap/intel-rapl-mmio:0/energy_uj", "5");

        var names = Found().Select(sensor => (sensor.Name, PowerSources.Of(sensor.Name)));

        Assert.Equal(
            [
                ("cpu package-0", PowerSource.Cpu), ("core of package-0", PowerSource.Other), ("dram of package-0", PowerSource.Other),
                ("platform psys", PowerSource.Platform), ("cpu package-1", PowerSource.Cpu), ("core of package-1", PowerSource.Other),
            ], names);
    }

    [Fact]
    public void Energy_is_in_joules_and_power_is_its_growth()
    {
        Zone("intel-rapl:0", "package-0", 5_000_000);
        var sensor = Assert.Single(Found());

        var first = sensor.Read(MachineFiles.Nothing);
        var second = ReadAfter(sensor, seconds: 2, count: 135_500_000);

        Assert.Equal(5, first.Energies["cpu package-0"]);
        Assert.Empty(first.Powers);
        Assert.Equal(135.5, second.Energies["cpu package-0"]);
        Assert.Equal(65.25, second.Powers["cpu package-0"]);
    }

    [Fact]
    public void A_count_that_starts_again_after_its_range_goes_on_growing()
    {
        Zone("intel-rapl:0", "package-0", Range - 1_000_000);
        var sensor = Assert.Single(Found());
        var before = sensor.Read(MachineFiles.Nothing).Energies["cpu package-0"];

        var after = ReadAfter(sensor, seconds: 1, count: 2_000_000);

        Assert.Equal(before + 3, after.Energies["cpu package-0"], 1e-6);
        Assert.Equal(3, after.Powers["cpu package-0"], 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Range)]
    public void A_count_that_was_reset_or_leaps_is_told_and_adds_nothing(long leap)
    {
        Zone("intel-rapl:0", "package-0", 100_000_000_000);
        var sensor = Assert.Single(Found());
        var before = sensor.Read(MachineFiles.Nothing).Energies["cpu package-0"];

        Assert.Contains("no processor does", Assert.Throws<InvalidDataException>(() => ReadAfter(sensor, 1, leap)).Message, StringComparison.Ordinal);
        var after = ReadAfter(sensor, seconds: 1, count: leap == 0 ? 50_000_000 : 50_000_000 - 1);

        Assert.Equal(before + 50, after.Energies["cpu package-0"], 1e-5);
        Assert.Equal(50, after.Powers["cpu package-0"], 1e-5);
    }

    [Fact]
    public void A_machine_without_energy_counters_says_so() =>
        Assert.Contains("no energy counter (intel-rapl)", Assert.IsType<SensorSearch.Absent>(EnergyZone.Look(_machine.Folders, _clock)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Counters_for_root_only_are_absent_with_what_to_do()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may read everything.");
        Zone("intel-rapl:0", "package-0", 1);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_machine.Folders.Sys, "class", "powercap", "intel-rapl:0", "energy_uj"), UnixFileMode.None);

        Assert.Contains("sudo chmod a+r", Assert.IsType<SensorSearch.Absent>(EnergyZone.Look(_machine.Folders, _clock)).Reason, StringComparison.Ordinal);
    }

    private IReadOnlyList<ISensor> Found() => Assert.IsType<SensorSearch.Found>(EnergyZone.Look(_machine.Folders, _clock)).Sensors;

    private HostSample ReadAfter(ISensor sensor, int seconds, long count)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _machine.Write("sys/class/powercap/intel-rapl:0/energy_uj", $"{count}\n");
        return sensor.Read(MachineFiles.Nothing);
    }

    private void Zone(string folder, string name, long count) =>
        _machine.Write($"sys/class/powercap/{folder}/name", $"{name}\n").Write($"sys/class/powercap/{folder}/energy_uj", $"{count}\n").Write($"sys/class/powercap/{folder}/max_energy_range_uj", $"{Range}\n");
}
