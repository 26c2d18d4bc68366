using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>Thermal zones and hardware monitoring chips.</summary>
public sealed class HardwareSensorsTests
{
    [Fact]
    public void Every_temperature_has_a_name_of_its_own_and_degrees_celsius() =>
        Assert.Equal(
            [
                ("acpitz", 16.8), ("acpitz 2", -5), ("cpu-thermal", 61.25), ("iwlwifi_1", 44),
                ("nvme Composite", 38.85), ("nvme Sensor 1", 41.85), ("nvme Composite 2", 35.85),
                ("k10temp Tctl", 63.5), ("k10temp Tccd1", 51.25), ("amdgpu edge", 58), ("nct6798 SYSTIN", 34),
            ],
            MachineFiles.Read("desktop").Temperatures.Select(one => (one.Key, one.Value)));

    [Fact]
    public void A_fan_that_stands_still_is_a_measured_zero() =>
        Assert.Equal([("amdgpu fan1", 1187), ("nct6798 fan1", 0), ("nct6798 fan2", 942)], MachineFiles.Read("desktop").Fans.Select(one => (one.Key, one.Value)));

    [Fact]
    public void Power_is_of_the_moment_where_the_chip_has_it() =>
        Assert.Equal([("amdgpu PPT", 247.0)], MachineFiles.Read("desktop").Powers.Select(one => (one.Key, one.Value)));

    [Fact]
    public void Where_the_chip_has_only_an_average_power_is_that()
    {
        var powers = MachineFiles.Read("server").Powers;

        Assert.Equal([("power_meter power1", 412.0)], powers.Select(one => (one.Key, one.Value)));
        Assert.Equal(PowerSource.System, PowerSources.Of(powers.Keys.Single()));
    }

    [Fact]
    public void What_a_machine_lacks_has_no_entry_and_a_reason()
    {
        var inventory = MachineFiles.Look("server");

        var sample = MachineFiles.Read(inventory);
        Assert.Empty(sample.Temperatures);
        Assert.Empty(sample.Fans);
        Assert.Equal(["paging", "memory pressure", "thermal zones", "temperatures", "fans", "energy", "processor frequency", "processor throttling", "disk reads", "disks", "nvidia-smi"], inventory.Absent.Select(absent => absent.Subject));
        Assert.All(inventory.Absent, absent => Assert.NotEmpty(absent.Reason));
    }

    [Fact]
    public void A_chip_without_a_name_is_called_after_its_folder()
    {
        using var machine = new TemporaryMachine().Write("sys/class/hwmon/hwmon7/fan3_input", "800\n");

        var sample = MachineFiles.Read(machine.Look());

        Assert.Equal([("hwmon7 fan3", 800.0)], sample.Fans.Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void An_input_that_says_no_number_is_told_with_what_it_says()
    {
        using var machine = new TemporaryMachine().Write("sys/class/hwmon/hwmon0/temp1_input", "N/A\n");
        var sensor = machine.Look().Sensors.Single();

        var broken = Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing));

        Assert.Contains("temp1_input says \"N/A\"", broken.Message, StringComparison.Ordinal);
    }
}
