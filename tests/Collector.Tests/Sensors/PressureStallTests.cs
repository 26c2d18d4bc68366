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

    [Theory]
    [InlineData("")]
    [InlineData("some avg10=")]
    [InlineData("some avg10=much avg60=0.00")]
    [InlineData("full avg10=1.00 avg60=0.00")]
    public void Any_other_text_is_refused(string text)
    {
        using var machine = new TemporaryMachine().Write("proc/pressure/memory", text);
        var sensor = new PressureStall(Path.Combine(machine.Folders.Proc, "pressure", "memory"));

        Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing));
    }
}
