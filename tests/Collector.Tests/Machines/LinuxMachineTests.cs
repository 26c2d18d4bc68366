using LlmObs.Collector.Machines;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Machines;

public sealed class LinuxMachineTests : IDisposable
{
    private readonly TemporaryMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_biggest_processes_come_first_and_only_as_many_as_asked_for()
    {
        Process(10, "small", "100");
        Process(20, "llama-server", "9000000");
        Process(30, "Xorg:1", "5000");

        Assert.Equal([new ProcessUse(20, "llama-server", 9_000_000L * 1024), new ProcessUse(30, "Xorg:1", 5000L * 1024)], Facts().BiggestProcesses(2));
    }

    [Fact]
    public void What_is_no_process_has_no_memory_or_tells_garbage_is_left_out()
    {
        Process(10, "whole", "100");
        _machine.Write("proc/2/status", "Name:\tkthreadd\nThreads:\t1\n").Write("proc/11/status", "Name:\tbroken\nVmRSS:\tmuch kB\n").Write("proc/12/other", "gone").Write("proc/net/status", "VmRSS: 5 kB\n");

        Assert.Equal("whole", Assert.Single(Facts().BiggestProcesses(5)).Name);
    }

    [Fact]
    public void The_processor_is_called_as_its_maker_calls_it()
    {
        _machine.Write("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD Ryzen 9: 7950X\n\nprocessor\t: 1\nmodel name\t: other\n");

        Assert.Equal("AMD Ryzen 9: 7950X", Facts().Processor());
    }

    [Fact]
    public void Where_nothing_is_told_nothing_is_known()
    {
        Assert.Null(Facts().Processor());
        Assert.Null(Facts().GpuMemoryLimitBytes());
    }

    [Fact]
    public void This_machine_shows_its_processes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads the /proc of a Linux machine.");

        var biggest = new LinuxMachine(new SystemFolders()).BiggestProcesses(5);

        Assert.NotEmpty(biggest);
        Assert.All(biggest, process => Assert.True(process.MemoryBytes > 0));
    }

    private LinuxMachine Facts() => new(_machine.Folders);

    private void Process(int pid, string name, string kilobytes) => _machine.Write($"proc/{pid}/status", $"Name:\t{name}\nUmask:\t0022\nVmRSS:\t{kilobytes} kB\nThreads:\t1\n");
}
