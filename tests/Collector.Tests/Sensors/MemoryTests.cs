using CsCheck;
using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class MemoryTests
{
    private const long Kibi = 1024;

    [Fact]
    public void Used_is_total_less_available_so_file_cache_counts_as_free()
    {
        var sample = MachineFiles.Read("desktop");

        Assert.Equal(65_758_444 * Kibi, sample.MemoryTotalBytes);
        Assert.Equal((65_758_444 - 41_232_456) * Kibi, sample.MemoryUsedBytes);
    }

    [Fact]
    public void Swap_is_read_beside_it()
    {
        var sample = MachineFiles.Read("desktop");

        Assert.Equal(8_388_604 * Kibi, sample.SwapTotalBytes);
        Assert.Equal((8_388_604 - 8_126_460) * Kibi, sample.SwapUsedBytes);
    }

    [Fact]
    public void A_machine_without_swap_has_a_measured_zero()
    {
        var sample = MachineFiles.Read("server");

        Assert.Equal(0, sample.SwapTotalBytes);
        Assert.Equal(0, sample.SwapUsedBytes);
    }

    [Fact]
    public void A_container_has_its_own_limit_and_its_inactive_file_cache_is_not_used()
    {
        var sample = MachineFiles.Read("container");

        Assert.Equal(8_589_934_592, sample.MemoryTotalBytes);
        Assert.Equal(3_221_225_472 - 805_306_368, sample.MemoryUsedBytes);
    }

    [Fact]
    public void A_container_has_its_own_swap_and_not_its_neighbours()
    {
        var sample = MachineFiles.Read("container");

        Assert.Equal(1_073_741_824, sample.SwapTotalBytes);
        Assert.Equal(4_194_304, sample.SwapUsedBytes);
    }

    [Theory]
    [InlineData("max")]
    [InlineData("9223372036854771712")]
    public void A_container_that_may_use_the_whole_machine_shows_the_machine(string limit)
    {
        using var machine = new TemporaryMachine().Write("proc/meminfo", Meminfo(1000, 600, 0, 0)).Write("sys/fs/cgroup/memory.max", limit);

        var sample = MachineFiles.Read(machine.Look());

        Assert.Equal(1000 * Kibi, sample.MemoryTotalBytes);
        Assert.Equal(400 * Kibi, sample.MemoryUsedBytes);
    }

    [Fact]
    public void A_container_whose_swap_is_not_counted_has_none_told()
    {
        using var machine = new TemporaryMachine().Write("proc/meminfo", Meminfo(1000, 600, 500, 500))
            .Write("sys/fs/cgroup/memory.max", "4096").Write("sys/fs/cgroup/memory.current", "1024").Write("sys/fs/cgroup/memory.stat", "inactive_file 24\npgmajfault 0");

        var inventory = machine.Look();
        var sample = MachineFiles.Read(inventory);

        Assert.Equal(1000, sample.MemoryUsedBytes);
        Assert.Null(sample.SwapTotalBytes);
        Assert.Contains("memory.swap.current", inventory.Absent.Single(absent => absent.Subject == "swap").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_machine_is_read_as_it_is_written() =>
        Gen.Select(Gen.Long[1, 1L << 40], Gen.Double[0, 1], Gen.Long[0, 1L << 40], Gen.Double[0, 1]).Sample((total, available, swap, free) =>
        {
            using var machine = new TemporaryMachine().Write("proc/meminfo", Meminfo(total, (long)(total * available), swap, (long)(swap * free)));

            var sample = MachineFiles.Read(machine.Look());

            return sample.MemoryTotalBytes == total * Kibi && sample.MemoryUsedBytes == (total - (long)(total * available)) * Kibi
                && sample.SwapTotalBytes == swap * Kibi && sample.SwapUsedBytes == (swap - (long)(swap * free)) * Kibi;
        }, iter: 100, threads: 1);

    [Theory]
    [InlineData("MemTotal: 12 kB\n", "MemAvailable")]
    [InlineData("MemTotal: 12 kB\nMemAvailable: lots kB\n", "MemAvailable: lots kB")]
    [InlineData("MemTotal: 12 kB\nMemAvailable: -4 kB\n", "MemAvailable: -4 kB")]
    public void A_file_that_says_something_else_is_told_with_what_it_says(string meminfo, string told)
    {
        using var machine = new TemporaryMachine().Write("proc/meminfo", meminfo);
        var memory = new LinuxMemory(Path.Combine(machine.Folders.Proc, "meminfo"));

        var broken = Assert.Throws<InvalidDataException>(() => memory.Read(MachineFiles.Nothing));

        Assert.Contains(told, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_runtimes_view_is_within_the_machine()
    {
        var sample = new RuntimeMemory().Read(MachineFiles.Nothing);

        Assert.True(sample.MemoryTotalBytes > 0);
        Assert.InRange(sample.MemoryUsedBytes!.Value, 1, sample.MemoryTotalBytes!.Value);
    }

    private static string Meminfo(long total, long available, long swap, long swapFree) =>
        $"MemTotal:       {total} kB\nMemFree:        1 kB\nMemAvailable:   {available} kB\nSwapCached:     77 kB\nSwapTotal:      {swap} kB\nSwapFree:       {swapFree} kB\n";
}
