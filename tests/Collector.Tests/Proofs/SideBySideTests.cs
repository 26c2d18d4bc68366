using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Collector.Tests.Telemetry;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>Our sensors and the real node exporter look at this machine at the same time and see the same.</summary>
public sealed class SideBySideTests
{
    private const int Seconds = 60;

    /// <summary>Unlike what the exporter leaves out unasked, a container's root (overlay) is told.</summary>
    private const string NoDisks = "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fuse.*|mqueue|nfs.*|nsfs|proc|ramfs|securityfs|sysfs|tmpfs|tracefs)$";

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_and_swap_agree_within_one_percent_over_a_minute()
    {
        NodeExporter.Demand();
        Assert.SkipWhen(Cgroup.SmallerThan(LinuxMemory.Total("/proc/meminfo"), new SystemFolders()) is not null, "The Collector tells this container's memory, the node exporter the machine's.");
        await using var exporter = await NodeExporter.StartAsync(new SystemFolders(), "meminfo");
        // its sample is then at most a tenth of a second old when it is scraped
        await using var collector = await CollectorProcess.StartAsync("100ms");
        var pairs = new List<Pair>();

        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (pairs.Count < Seconds && await second.WaitForNextTickAsync(Stopped))
            pairs.Add(new Pair(MetricPoint.Parse(await collector.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Stopped)), await exporter.ScrapeAsync()));

        Assert.All(pairs, AssertAlike);
        AssertWithinOnePercent(pairs.Average(pair => pair.TheirMemory), pairs.Average(pair => pair.OurMemory));
        AssertWithinOnePercent(pairs.Average(pair => pair.TheirSwap), pairs.Average(pair => pair.OurSwap));
        TestContext.Current.SendDiagnosticMessage($"{pairs.Count} pairs: memory used {pairs.Average(pair => pair.TheirMemory):0} and {pairs.Average(pair => pair.OurMemory):0}, swap used {pairs.Average(pair => pair.TheirSwap):0} and {pairs.Average(pair => pair.OurSwap):0} bytes, furthest apart {pairs.Max(pair => Math.Abs(pair.TheirMemory - pair.OurMemory)):0}.");
    }

    /// <summary>Counters grow: what the exporter says lies between what we read before and after it.</summary>
    [Fact]
    public async Task Major_faults_disk_reads_and_disk_space_agree()
    {
        NodeExporter.Demand();
        await using var exporter = await NodeExporter.StartAsync(new SystemFolders(), "vmstat", "diskstats", "filesystem", $"filesystem.fs-types-exclude={NoDisks}");
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
        // the exporter leaves out some folders of the system
        var both = after.Storage.Where(disk => theirs.Any(point => IsOf(point, "node_filesystem_size_bytes", disk.Key))).ToList();
        Assert.NotEmpty(both);
        foreach (var (folder, space) in both)
        {
            Assert.Equal(Of(theirs, "node_filesystem_size_bytes", folder), space.TotalBytes);
            Assert.Equal(Of(theirs, "node_filesystem_avail_bytes", folder), space.FreeBytes, tolerance: 0.01 * space.TotalBytes);
        }
    }

    private static double Value(IReadOnlyList<MetricPoint> points, string name) => points.Single(point => point.Name == name).Value;

    private static double Value(IReadOnlyList<MetricPoint> points, string name, string state) =>
        points.Single(point => point.Name == name && point.Labels.Any(label => label.Key.EndsWith("_state", StringComparison.Ordinal) && label.Value == state)).Value;

    private static double Of(IReadOnlyList<MetricPoint> points, string name, string folder) =>
        points.Single(point => IsOf(point, name, folder)).Value;

    private static bool IsOf(MetricPoint point, string name, string folder) => point.Name == name && point.Labels["mountpoint"] == folder;

    /// <summary>The two look a tenth of a second apart, in which another program may take or leave some memory; a wrong unit or figure is further off.</summary>
    private static void AssertAlike(Pair pair)
    {
        Assert.Equal(Value(pair.Theirs, "node_memory_MemTotal_bytes"), Value(pair.Ours, "system_memory_limit_bytes"));
        Assert.Equal(Value(pair.Theirs, "node_memory_SwapTotal_bytes"), pair.OurSwap + Value(pair.Ours, "system_paging_usage_bytes", "free"));
        Assert.Equal(pair.TheirMemory, pair.OurMemory, tolerance: Math.Max(512L << 20, 0.1 * pair.TheirMemory));
        Assert.Equal(pair.TheirSwap, pair.OurSwap, tolerance: Math.Max(512L << 20, 0.1 * pair.TheirSwap));
    }

    private static void AssertWithinOnePercent(double theirs, double ours) => Assert.InRange(ours, 0.99 * theirs, 1.01 * theirs);

    /// <summary>Both, looking at nearly the same moment.</summary>
    private sealed record Pair(IReadOnlyList<MetricPoint> Ours, IReadOnlyList<MetricPoint> Theirs)
    {
        public double OurMemory { get; } = Value(Ours, "system_memory_usage_bytes", "used");

        public double OurSwap { get; } = Value(Ours, "system_paging_usage_bytes", "used");

        public double TheirMemory { get; } = Value(Theirs, "node_memory_MemTotal_bytes") - Value(Theirs, "node_memory_MemAvailable_bytes");

        public double TheirSwap { get; } = Value(Theirs, "node_memory_SwapTotal_bytes") - Value(Theirs, "node_memory_SwapFree_bytes");
    }
}
