using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class PressureStallTests
{
    [Fact]
    public void Pressure_is_the_share_of_the_last_ten_seconds_in_which_some_task_waited() =>
        Assert.Equal(0.0153, MachineFiles.Read("desktop").MemoryPressure!.Value, 1e-9);

    [Fact]
    public void A_kernel_without_pressure_figures_has_none_and_says_why()
    {
        var inventory = MachineFiles.Look("server");

        Assert.Null(MachineFiles.Read(inventory).MemoryPressure);
        Assert.Contains("psi=1", inventory.Absent.Single(absent => absent.Subject == "memory pressure").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_with_a_limit_has_its_own_pressure_and_not_its_neighbours()
    {
        using var machine = Container().Write("sys/fs/cgroup/memory.pressure", "some avg10=25.00 avg60=0.00 avg300=0.00 total=9\nfull avg10=1.00 avg60=0.00 avg300=0.00 total=1\n");

        var inventory = machine.Look();

        Assert.Equal(0.25, MachineFiles.Read(inventory).MemoryPressure);
        Assert.EndsWith("memory.pressure (the container's)", inventory.Sensors.Single(sensor => sensor is PressureStall).Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_whose_pressure_is_not_counted_has_none_told()
    {
        using var machine = Container();

        var inventory = machine.Look();

        Assert.Null(MachineFiles.Read(inventory).MemoryPressure);
        Assert.Contains("memory.pressure", inventory.Absent.Single(absent => absent.Subject == "memory pressure").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("some avg10=")]
    [InlineData("some avg10=much avg60=0.00")]
    [InlineData("full avg10=1.00 avg60=0.00")]
    public void Any_other_text_is_refused(string text)
    {
        using var machine = new TemporaryMachine().Write("proc/pressure/memory", text);
        var sensor = new PressureStall(Path.Combine(machine.Folders.Proc, "pressure", "memory"), "");

        Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing));
    }

    private static TemporaryMachine Container() => new TemporaryMachine().Write("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 600 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n")
        .Write("proc/pressure/memory", "some avg10=80.00 avg60=0.00 avg300=0.00 total=9\n")
        .Write("sys/fs/cgroup/memory.max", "4096").Write("sys/fs/cgroup/memory.current", "1024").Write("sys/fs/cgroup/memory.stat", "inactive_file 24\npgmajfault 0");
}
