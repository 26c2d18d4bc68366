namespace LlmObs.Collector.Tests.Sensors;

/// <summary>A processor's frequency, and how long heat slowed it down.</summary>
public sealed class ProcessorTests
{
    [Fact]
    public void Frequency_is_the_mean_of_the_cores_however_they_are_grouped() =>
        Assert.Equal(((4 * 1.5e9) + (2 * 4.5e9)) / 6, MachineFiles.Read("desktop").CpuFrequencyHertz);

    [Fact]
    public void Of_very_many_cores_sixteen_are_read_evenly_spread()
    {
        using var machine = new TemporaryMachine();
        for (var core = 0; core < 128; core++)
            machine.Write($"sys/devices/system/cpu/cpufreq/policy{core}/scaling_cur_freq", core < 64 ? "2000000" : "3000000");

        var inventory = machine.Look();

        Assert.Equal(2.5e9, MachineFiles.Read(inventory).CpuFrequencyHertz);
        Assert.Contains("mean of 16 cores", inventory.Sensors.Single().Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_core_that_is_switched_off_costs_its_own_part_and_all_of_them_the_reading()
    {
        using var machine = new TemporaryMachine();
        foreach (var core in new[] { 0, 1 })
        {
            machine.Write($"sys/devices/system/cpu/cpufreq/policy{core}/scaling_cur_freq", $"{core + 2}000000\n").Write($"sys/devices/system/cpu/cpu{core}/topology/physical_package_id", $"{core}\n")
                .Write($"sys/devices/system/cpu/cpu{core}/thermal_throttle/package_throttle_total_time_ms", $"{core + 1}000\n");
        }
        var inventory = machine.Look();

        Off(machine, 1);
        var sample = MachineFiles.Read(inventory);
        Off(machine, 0);

        Assert.Equal((2e9, 1), (sample.CpuFrequencyHertz!.Value, sample.ThrottledSeconds!.Value));
        Assert.Equal(2, inventory.Sensors.Count);
        Assert.All(inventory.Sensors, sensor => Assert.Contains("any longer", Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Throttled_time_is_that_of_the_package_that_was_slowed_down_longest()
    {
        using var machine = new TemporaryMachine();
        for (var core = 0; core < 4; core++)
        {
            machine.Write($"sys/devices/system/cpu/cpu{core}/topology/physical_package_id", $"{core / 2}\n")
                .Write($"sys/devices/system/cpu/cpu{core}/thermal_throttle/package_throttle_total_time_ms", core < 2 ? "1500\n" : "250\n");
        }

        var inventory = machine.Look();

        Assert.Equal(1.5, MachineFiles.Read(inventory).ThrottledSeconds);
        Assert.Equal(2, inventory.Sensors.Single().Source.Split(", ").Length);
    }

    [Fact]
    public void Never_throttled_is_a_measured_zero()
    {
        using var machine = new TemporaryMachine().Write("sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_total_time_ms", "0\n");

        Assert.Equal(0, MachineFiles.Read(machine.Look()).ThrottledSeconds);
    }

    private static void Off(TemporaryMachine machine, int core)
    {
        machine.Remove($"sys/devices/system/cpu/cpufreq/policy{core}/scaling_cur_freq");
        machine.Remove($"sys/devices/system/cpu/cpu{core}/thermal_throttle/package_throttle_total_time_ms");
    }
}
