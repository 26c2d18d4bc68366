using LlmObs.Conditions;
using LlmObs.Hardware;
using static LlmObs.Tests.Conditions.Watching;

namespace LlmObs.Tests.Conditions;

public sealed class RunConditionsTests
{
    [Fact]
    public void What_nobody_tells_is_null_and_never_zero()
    {
        var conditions = Seen(EachSecond(-10, 40, (_, sample) => sample), Window(40, Request(10, 30)));

        Assert.Equal(new SwapUse(null, null, null), conditions.Swap);
        Assert.True(conditions is
        {
            ServerMemory: null, MajorFaults: null, DiskReadBytes: null, LoadDiskReadBytes: null, Temperature: null, HighestThermalPressure: null,
            HighestMemoryPressure: null, HighestMemoryPressureLevel: null, ThrottledSeconds: null, Gpu: null, Energies: [], Gate: null,
        });
    }

    [Fact]
    public void Without_a_measured_request_only_what_the_load_did_is_known()
    {
        var conditions = Seen(EachSecond(-10, 40, (second, sample) => sample.WithTemperature("cpu", 60) with { DiskReadBytes = second * 10 }), Window(40));

        Assert.Equal((400, 50, null), (conditions.DiskReadBytes, conditions.LoadDiskReadBytes, conditions.Temperature));
    }

    [Fact]
    public void Counters_grow_from_the_sample_before_to_the_one_after()
    {
        var samples = EachSecond(-10, 40, (second, sample) => sample with { MajorFaults = 1000 + second, ThrottledSeconds = Math.Max(0, second - 29.5), SwappedInBytes = 7 * second, SwappedOutBytes = 5, SwapUsedBytes = second == 20 ? 900 : 100 });

        var conditions = Seen(samples, Window(40, Request(10, 30)));

        Assert.Equal((40, 0.5), (conditions.MajorFaults, conditions.ThrottledSeconds!.Value));
        Assert.Equal(new SwapUse(800, 280, 0), conditions.Swap);
    }

    [Fact]
    public void A_counter_that_began_anew_is_unknown() =>
        Assert.Null(Seen(EachSecond(-10, 40, (second, sample) => sample with { MajorFaults = second < 20 ? 500 : 3 }), Window(40)).MajorFaults);

    [Fact]
    public void A_beginning_that_is_no_longer_kept_is_missing_and_said_to_be()
    {
        var conditions = Seen(EachSecond(600, 4200, (second, sample) => sample.WithPower("system", 50) with { MajorFaults = second }), Window(4200, Request(10, 4190)));

        Assert.Equal((4200, 600, 3601), (conditions.Watched.RunSeconds, conditions.Watched.UnwatchedSeconds, conditions.Watched.Samples));
        Assert.Null(conditions.MajorFaults);
        Assert.Null(Assert.Single(conditions.Energies).GrossJoules);
    }

    [Fact]
    public void The_hottest_sensor_is_named_and_a_disk_or_a_radio_is_none()
    {
        var samples = EachSecond(0, 40, (second, sample) => sample.WithTemperature("cpu", 50 + second / 10.0).WithTemperature("gpu 0", second == 20 ? 71 : 40).WithTemperature("nvme Composite", 84).WithTemperature("iwlwifi_1", 90));

        var heat = Seen(samples, Window(40, Request(10, 30))).Temperature!;

        Assert.Equal(("gpu 0", 71, 21), (heat.Sensor, heat.MaxCelsius, heat.Samples));
        // 40 °C throughout but a triangle of 31 degrees over two seconds
        Assert.Equal(40 + 31 / 20.0, heat.MeanCelsius, 9);
    }

    [Fact]
    public void The_servers_memory_is_its_resident_memory_or_its_footprint()
    {
        var linux = EachSecond(-10, 20, (second, sample) => sample.WithServer(1234, new ServerMemory { Pids = [7], AnonymousBytes = second < 5 ? 100 : 400, FileBytes = second < 5 ? 10 : 600 }));
        var mac = EachSecond(-10, 20, (second, sample) => sample.WithServer(1234, new ServerMemory { Pids = [7], FootprintBytes = second < 5 ? 100 : 300 }));

        var (resident, footprint) = (Seen(linux, Window(20)).ServerMemory!, Seen(mac, Window(20)).ServerMemory!);

        Assert.Equal((110, 1000, 890), (resident.BaselineBytes, resident.PeakBytes, resident.OverBaselineBytes));
        Assert.Equal(200, footprint.OverBaselineBytes);
        Assert.Contains("1234", resident.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_counter_the_time_under_thermal_pressure_is_the_throttled_time()
    {
        var mac = EachSecond(-10, 40, (second, sample) => sample with { ThermalPressure = second is >= 15 and <= 20 ? 2 : 0 });
        var linux = EachSecond(-10, 40, (second, sample) => sample with { ThermalPressure = 1, ThrottledSeconds = 7 });

        var (pressed, counted) = (Seen(mac, Window(40, Request(10, 30))), Seen(linux, Window(40, Request(10, 30))));

        // five whole seconds, and half of the one before and of the one after
        Assert.Equal((6, true), (pressed.ThrottledSeconds!.Value, pressed.IsThrottledByPressure));
        Assert.Equal((0, false), (counted.ThrottledSeconds!.Value, counted.IsThrottledByPressure));
        Assert.Null(Seen(EachSecond(-10, 40, (_, sample) => sample), Window(40, Request(10, 30))).ThrottledSeconds);
    }

    /// <summary>110 until 4, then up to 1000 at 5 and so on to 20: (4·110 + 555 + 15·1000) / 20.</summary>
    [Fact]
    public void Mean_memory_is_over_time()
    {
        var memory = RunMemory.Of([.. EachSecond(-10, 20, (second, sample) => sample with { MemoryUsedBytes = second < 5 ? 110 : 1000 })], At(0), "a test")!;

        Assert.Equal(799, memory.MeanBytes);
    }

    [Fact]
    public void A_graphics_processors_frequency_counts_only_while_tokens_come()
    {
        var samples = EachSecond(0, 60, (second, sample) => sample.WithGpu("gpu", new GpuReading { FrequencyHertz = second switch { >= 12 and <= 20 => 1.4e9, >= 32 and <= 40 => 1.2e9, _ => 0.3e9 } }));

        var gpu = Seen(samples, Window(60, Request(10, 20.2), Request(30, 40.2))).Gpu!;

        Assert.Equal((1.4e9, 1.2e9, 1.3e9, 18), (gpu.FirstHertz, gpu.LowestHertz, gpu.MeanHertz, gpu.Samples));
    }
}
