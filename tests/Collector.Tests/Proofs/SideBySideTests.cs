using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Collector.Tests.Telemetry;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>Our sensors and the real node exporter look at this machine at the same time and see the same.</summary>
public sealed class SideBySideTests
{
    private const int Seconds = 60;

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_and_swap_agree_within_one_percent_over_a_minute()
    {
        NodeExporter.Demand();
        await using var exporter = await NodeExporter.StartAsync(new SystemFolders(), "meminfo");
        // the machine's, as the node exporter tells it, also where the tests run in a container with a limit
        var meminfo = Path.Combine(new SystemFolders().Proc, "meminfo");
        IReadOnlyList<ISensor> sensors = [new LinuxMemory(meminfo), new LinuxSwap(meminfo)];
        var pairs = new List<(HostSample Ours, IReadOnlyList<MetricPoint> Theirs)>();

        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (pairs.Count < Seconds && await second.WaitForNextTickAsync(Stopped))
        {
            var theirs = await exporter.ScrapeAsync();
            pairs.Add((MachineFiles.Read(new SensorInventory { Sensors = sensors, Absent = [] }), theirs));
        }

        var used = pairs.Average(pair => Value(pair.Theirs, "node_memory_MemTotal_bytes") - Value(pair.Theirs, "node_memory_MemAvailable_bytes"));
        var swapped = pairs.Average(pair => Value(pair.Theirs, "node_memory_SwapTotal_bytes") - Value(pair.Theirs, "node_memory_SwapFree_bytes"));
        Assert.All(pairs, pair => Assert.Equal(Value(pair.Theirs, "node_memory_MemTotal_bytes"), (double)pair.Ours.MemoryTotalBytes!.Value));
        Assert.All(pairs, pair => Assert.Equal(Value(pair.Theirs, "node_memory_SwapTotal_bytes"), (double)pair.Ours.SwapTotalBytes!.Value));
        AssertWithinOnePercent(used, pairs.Average(pair => pair.Ours.MemoryUsedBytes!.Value));
        AssertWithinOnePercent(swapped, pairs.Average(pair => pair.Ours.SwapUsedBytes!.Value));
        TestContext.Current.SendDiagnosticMessage($"{pairs.Count} pairs: memory used {used:0} and {pairs.Average(pair => pair.Ours.MemoryUsedBytes):0}, swap used {swapped:0} and {pairs.Average(pair => pair.Ours.SwapUsedBytes):0} bytes.");
    }

    /// <summary>Counters grow: what the exporter says lies between what we read before and after it.</summary>
    [Fact]
    public async Task Major_faults_disk_reads_and_disk_space_agree()
    {
        NodeExporter.Demand();
        await using var exporter = await NodeExporter.StartAsync(new SystemFolders(), "vmstat", "diskstats", "filesystem");
        var inventory = SensorCatalogue.Look(new SystemFolders());
        var sensors = inventory with { Sensors = [new LinuxPaging("/proc/vmstat", ""), .. inventory.Sensors.Where(sensor => sensor is DiskReads or LinuxDisk)] };

        var before = MachineFiles.Read(sensors);
        var theirs = await exporter.ScrapeAsync();
        var after = MachineFiles.Read(sensors);

        Assert.InRange(Value(theirs, "node_vmstat_pgmajfault"), before.MajorFaults!.Value, after.MajorFaults!.Value);
        Assert.InRange(Value(theirs, "node_vmstat_pswpin") * Environment.SystemPageSize, before.SwappedInBytes!.Value, after.SwappedInBytes!.Value);
        Assert.Contains(sensors.Sensors, sensor => sensor is DiskReads);
        var read = theirs.Where(point => point.Name is "node_disk_read_bytes_total" && Path.Exists($"/sys/block/{point.Labels["device"]}/device")).Sum(point => point.Value);
        Assert.InRange(read, before.DiskReadBytes!.Value, after.DiskReadBytes!.Value);
        foreach (var (folder, space) in after.Storage)
        {
            Assert.Equal(Of(theirs, "node_filesystem_size_bytes", folder), space.TotalBytes);
            Assert.Equal(Of(theirs, "node_filesystem_avail_bytes", folder), space.FreeBytes, tolerance: 0.01 * space.TotalBytes);
        }
    }

    private static double Value(IReadOnlyList<MetricPoint> points, string name) => points.Single(point => point.Name == name).Value;

    private static double Of(IReadOnlyList<MetricPoint> points, string name, string folder) =>
        points.Single(point => point.Name == name && point.Labels["mountpoint"] == folder).Value;

    private static void AssertWithinOnePercent(double theirs, double ours) => Assert.InRange(ours, 0.99 * theirs, 1.01 * theirs);
}
