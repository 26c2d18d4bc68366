using System.Globalization;
using LlmObs.Hardware;
using LlmObs.Telemetry;

namespace LlmObs.Collector.Tests.Telemetry;

public sealed class HostMeterTests
{
    private static readonly FedSensor Everything = new("everything", sample => (sample with
    {
        MemoryTotalBytes = 1000,
        MemoryUsedBytes = 250,
        SwapTotalBytes = 100,
        SwapUsedBytes = 40,
        MemoryPressure = 0.5,
        SwappedInBytes = 4096,
        SwappedOutBytes = 8192,
        MajorFaults = 12,
        DiskReadBytes = 5_000_000_000_000,
        MemoryPressureLevel = 1,
        ThermalPressure = 2,
        CpuFrequencyHertz = 3.2e9,
        ThrottledSeconds = 1.5,
    }).WithTemperature("gpu", 71.5).WithFan("left", 1187).WithPower("system", 214.25).WithPower("amdgpu PPT", 180)
        .WithEnergy("cpu package-0", 1000.5).WithEnergy("core of package-0", 700).WithEnergy("platform psys", 1900).WithEnergy("system", 2000)
        .WithStorage("/", new(FreeBytes: 300, TotalBytes: 1000)).WithStorage("/models", new(FreeBytes: 1, TotalBytes: 2))
        .WithGpu("gpu 0 A", new() { Utilization = 0.97, MemoryUsedBytes = 20, MemoryTotalBytes = 24, FrequencyHertz = 2.5e9 }).WithGpu("gpu 1 B", new() { Utilization = 0 })
        .WithServer(1234, new ServerMemory { Pids = [7, 9], AnonymousBytes = 20, FileBytes = 300, FootprintBytes = 21 }).WithServer(8080, new ServerMemory { Pids = [11], AnonymousBytes = 5 }));

    [Fact]
    public async Task Every_metric_of_the_catalogue_is_published_under_its_name_and_in_its_kind()
    {
        await using var collector = await RunningCollector.StartAsync(Everything);

        var (_, _, text) = await collector.GetAsync("/metrics");

        Assert.All(HostInstruments.All, one => Assert.Contains($"# TYPE {one.PrometheusName} {(one.Kind == InstrumentKind.Counter ? "counter" : "gauge")}", text, StringComparison.Ordinal));
        Assert.All(HostInstruments.All, one => Assert.Contains($"# HELP {one.PrometheusName} {one.Description}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_point_carries_the_labels_the_catalogue_names()
    {
        await using var collector = await RunningCollector.StartAsync(Everything);

        var points = await PointsAsync(collector);

        Assert.All(HostInstruments.All, one => Assert.All(points.Where(point => point.Name == one.PrometheusName),
            point => Assert.Equal(one.Labels.Select(Instruments.Label).Order(StringComparer.Ordinal), point.Labels.Keys.Where(label => !label.StartsWith("otel_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task The_values_are_the_latest_samples()
    {
        await using var collector = await RunningCollector.StartAsync(Everything);

        var points = await PointsAsync(collector);

        Assert.Equal(["free 750", "used 250"], Values(points, HostInstruments.MemoryUsage, Attributes.MemoryState));
        Assert.Equal(["free 0.75", "used 0.25"], Values(points, HostInstruments.MemoryUtilization, Attributes.MemoryState));
        Assert.Equal(["free 60", "used 40"], Values(points, HostInstruments.PagingUsage, Attributes.PagingState));
        Assert.Equal(["gpu 71.5"], Values(points, HostInstruments.Temperature, Attributes.HardwareName));
        Assert.Equal(["left 1187"], Values(points, HostInstruments.FanSpeed, Attributes.HardwareId));
        Assert.Equal(["gpu 180"], Values(points, HostInstruments.Power, Attributes.HardwareType));
        Assert.Equal(["system 214.25"], Values(points, HostInstruments.HostPower, Attributes.HardwareId));
        Assert.Equal(["cpu 1000.5", "other 700", "platform 1900"], Values(points, HostInstruments.Energy, Attributes.HardwareType));
        Assert.Equal(["system 2000"], Values(points, HostInstruments.HostEnergy, Attributes.HardwareId));
        Assert.Equal(["major 12"], Values(points, HostInstruments.PagingFaults, Attributes.PagingFaultType));
        Assert.Equal(["in 4096", "out 8192"], Values(points, HostInstruments.SwapTraffic, Attributes.PagingDirection));
        Assert.Equal(["read 5000000000000"], Values(points, HostInstruments.DiskRead, Attributes.DiskDirection));
        Assert.Equal(["free 1", "free 300", "used 1", "used 700"], Values(points, HostInstruments.FilesystemUsage, Attributes.FilesystemState));
        Assert.Equal(["/ 1000", "/models 2"], Values(points, HostInstruments.FilesystemLimit, Attributes.FilesystemMountpoint));
        Assert.Equal(["gpu 0 A 0.97", "gpu 1 B 0"], Values(points, HostInstruments.GpuUtilization, Attributes.HardwareName));
        Assert.Equal(["gpu 0 A 20"], Values(points, HostInstruments.GpuMemoryUsage, Attributes.HardwareId));
        Assert.Equal(["gpu 0 A 24"], Values(points, HostInstruments.GpuMemoryLimit, Attributes.HardwareId));
        Assert.Equal(["gpu 0 A 2500000000"], Values(points, HostInstruments.GpuFrequency, Attributes.HardwareId));
        Assert.Equal(3.2e9, points.Single(point => point.Name == HostInstruments.CpuFrequency.PrometheusName).Value);
        Assert.Equal(1.5, points.Single(point => point.Name == HostInstruments.ThrottledTime.PrometheusName).Value);
        Assert.Equal(1, points.Single(point => point.Name == HostInstruments.MemoryPressureLevel.PrometheusName).Value);
        Assert.Equal(["anonymous 20", "anonymous 5", "file 300", "footprint 21"], Values(points, HostInstruments.ServerMemory, Attributes.MemoryType));
        Assert.Equal(["1234 20", "1234 21", "1234 300", "8080 5"], Values(points, HostInstruments.ServerMemory, Attributes.ServerPort));
        Assert.Equal(0.5, points.Single(point => point.Name == HostInstruments.MemoryPressure.PrometheusName).Value);
        Assert.Equal(2, points.Single(point => point.Name == HostInstruments.ThermalPressure.PrometheusName).Value);
        Assert.Equal(1000, points.Single(point => point.Name == HostInstruments.MemoryLimit.PrometheusName).Value);
    }

    [Fact]
    public async Task What_the_machine_lacks_has_no_series()
    {
        await using var collector = await RunningCollector.StartAsync();

        var points = await PointsAsync(collector);

        Assert.DoesNotContain(points, point => HostInstruments.All.Any(one => one != HostInstruments.MissedSamples && one.PrometheusName == point.Name));
    }

    [Fact]
    public async Task Two_in_one_process_tell_each_of_itself()
    {
        await using var left = await RunningCollector.StartAsync(new FedSensor("left", sample => sample.WithFan("left", 1)));
        await using var right = await RunningCollector.StartAsync(new FedSensor("right", sample => sample.WithFan("right", 2)));

        Assert.Equal(["left 1"], Values(await PointsAsync(left), HostInstruments.FanSpeed, Attributes.HardwareId));
        Assert.Equal(["right 2"], Values(await PointsAsync(right), HostInstruments.FanSpeed, Attributes.HardwareId));
    }

    [Fact]
    public async Task A_scrape_reads_no_sensor()
    {
        var reads = 0;
        await using var collector = await RunningCollector.StartAsync(new FedSensor("counted", sample => sample.WithFan("left", ++reads)));

        await collector.GetAsync("/metrics");
        var points = await PointsAsync(collector);

        Assert.Equal(["left 1"], Values(points, HostInstruments.FanSpeed, Attributes.HardwareId));
    }

    private static IEnumerable<string> Values(IEnumerable<MetricPoint> points, Instrument instrument, string attribute) =>
        points.Where(point => point.Name == instrument.PrometheusName)
            .Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Labels[Instruments.Label(attribute)]} {point.Value}")).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<MetricPoint>> PointsAsync(RunningCollector collector) => MetricPoint.Parse((await collector.GetAsync("/metrics")).Body);
}
