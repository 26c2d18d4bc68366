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
        ThermalPressure = 2,
    }).WithTemperature("gpu", 71.5).WithFan("left", 1187).WithPower("system", 214.25).WithPower("amdgpu PPT", 180)
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
        Assert.Equal(["gpu 180", "system 214.25"], Values(points, HostInstruments.Power, Attributes.HardwareType));
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
