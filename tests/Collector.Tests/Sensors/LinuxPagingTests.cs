namespace LlmObs.Collector.Tests.Sensors;

public sealed class LinuxPagingTests
{
    private const string Meminfo = "MemTotal: 1000 kB\nMemAvailable: 600 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n";

    [Fact]
    public void Faults_are_the_major_ones_and_swap_traffic_is_pages_of_the_systems_size()
    {
        var sample = MachineFiles.Read("desktop");

        Assert.Equal(51_234, sample.MajorFaults);
        Assert.Equal(2048L * Environment.SystemPageSize, sample.SwappedInBytes);
        Assert.Equal(65_536L * Environment.SystemPageSize, sample.SwappedOutBytes);
    }

    [Fact]
    public void A_container_has_its_own_faults_and_no_swap_traffic_where_the_kernel_counts_none_for_it()
    {
        using var machine = Container("pgfault 99\npgmajfault 7\n");

        var sample = MachineFiles.Read(machine.Look());

        Assert.Equal(7, sample.MajorFaults);
        Assert.Null(sample.SwappedInBytes);
        Assert.Null(sample.SwappedOutBytes);
    }

    [Fact]
    public void A_container_whose_swap_traffic_is_counted_has_it()
    {
        using var machine = Container("pgmajfault 7\npswpin 3\npswpout 0\n");

        var sample = MachineFiles.Read(machine.Look());

        Assert.Equal((3L * Environment.SystemPageSize, 0L), (sample.SwappedInBytes, sample.SwappedOutBytes));
    }

    private static TemporaryMachine Container(string stat) => new TemporaryMachine().Write("proc/meminfo", Meminfo).Write("proc/vmstat", "pgmajfault 1000000\npswpin 9\npswpout 9\n")
        .Write("sys/fs/cgroup/memory.max", "4096").Write("sys/fs/cgroup/memory.current", "1024").Write("sys/fs/cgroup/memory.stat", stat);
}
