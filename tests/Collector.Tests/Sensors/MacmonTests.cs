using LlmObs.Collector.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>Lines of three versions of macmon; Macmon/README.md says where they come from.</summary>
public sealed class MacmonTests
{
    [Theory]
    [InlineData("v0.6.1")]
    [InlineData("v0.8.0")]
    [InlineData("v0.8.2")]
    public void Every_version_tells_temperatures_powers_and_the_graphics_frequency(string version)
    {
        var sample = Read(Lines(version)[0]);

        Assert.Equal([("cpu", 58.25), ("gpu", 71.5)], sample.Temperatures.Select(one => (one.Key, one.Value)));
        Assert.Equal([("system", 231.5), ("cpu", 14.5), ("gpu", 148.25), ("ane", 0.0), ("ram", 21.125)], sample.Powers.Select(one => (one.Key, one.Value)));
        Assert.Equal(1_338_000_000, sample.Gpus["gpu"].FrequencyHertz);
    }

    [Fact]
    public void What_draws_the_power_is_known_by_its_name() =>
        Assert.Equal([PowerSource.System, PowerSource.Cpu, PowerSource.Gpu, PowerSource.Other, PowerSource.Other], Read(Lines("v0.8.2")[0]).Powers.Keys.Select(PowerSources.Of));

    [Theory]
    [InlineData("v0.8.0")]
    [InlineData("v0.8.2")]
    public void Newer_versions_tell_also_fans_how_busy_the_graphics_processor_is_and_the_cores(string version)
    {
        var sample = Read(Lines(version)[0]);

        Assert.Equal([("fan0", 1325), ("fan1", 1330)], sample.Fans.Select(one => (one.Key, one.Value)));
        Assert.Equal(0.97, sample.Gpus["gpu"].Utilization);
        // of the four cores that were active: (1000 + 1200 + 3800 + 4000) / 4
        Assert.Equal(2_500_000_000, sample.CpuFrequencyHertz);
    }

    [Fact]
    public void A_ratio_weighted_by_frequency_is_not_taken_for_how_busy_it_is()
    {
        var sample = Read(Lines("v0.6.1")[0]);

        Assert.Null(sample.Gpus["gpu"].Utilization);
        Assert.Null(sample.CpuFrequencyHertz);
        Assert.Empty(sample.Fans);
    }

    [Theory]
    [InlineData("v0.6.1")]
    [InlineData("v0.8.0")]
    [InlineData("v0.8.2")]
    public void What_could_not_be_read_has_no_entry_and_a_part_at_rest_draws_a_measured_zero(string version)
    {
        var sample = Read(Lines(version)[1]);

        Assert.Empty(sample.Temperatures);
        Assert.Empty(sample.Fans);
        Assert.Equal([("cpu", 14.5), ("gpu", 0.0), ("ane", 0.0)], sample.Powers.Select(one => (one.Key, one.Value)));
        Assert.Null(sample.CpuFrequencyHertz);
    }

    [Fact]
    public void A_graphics_processor_at_rest_is_not_busy_and_has_no_frequency()
    {
        Assert.Equal(new GpuReading { Utilization = 0 }, Read(Lines("v0.8.2")[1]).Gpus["gpu"]);
        Assert.Empty(Read(Lines("v0.6.1")[1]).Gpus);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"chip":"Apple M9","temp":{"npu_temp_avg":40.5},"fans":null,"npu":[{"freq":[1,2]}]}""")]
    [InlineData("""{"temp":{"cpu_temp_avg":"NaN","gpu_temp_avg":-3},"cpu_power":"Infinity","sys_power":"-Infinity","gpu_power":-0.5,"gpu_freq_mhz":"NaN","gpu_active_ratio":"NaN","gpu_usage":[]}""")]
    [InlineData("""{"fans":[{"name":"fan0","rpm":null},{"name":null}],"gpu_usage":[null,null],"pcpu_cores":[{}]}""")]
    public void Unknown_members_are_passed_over_and_what_is_no_number_is_missing(string line) => Assert.Equal(HostJson.ToLine(MachineFiles.Nothing), HostJson.ToLine(Read(line)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("thread 'main' panicked at src/sources.rs")]
    [InlineData("{\"temp\":{\"cpu_temp_avg\":58.2")]
    [InlineData("{\"cpu_power\":\"much\"}")]
    public void A_line_that_is_something_else_is_told(string line) => Assert.StartsWith("macmon wrote ", Assert.Throws<InvalidDataException>(() => Read(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_is_found_on_the_path_kept_open_and_its_latest_line_read()
    {
        using var stub = new StubProgram("macmon", $"[ \"$*\" = 'pipe -i 1000' ] || exit 1; cat '{File("v0.8.2")}'; sleep 60");

        using var sensor = Assert.IsType<Macmon>(Assert.Single(Assert.IsType<SensorSearch.Found>(Look(stub)).Sensors));

        Assert.Equal($"{stub.Path} pipe -i 1000", sensor.Source);
        Assert.Equal(14.5, sensor.Read(MachineFiles.Nothing).Powers["cpu"]);
    }

    [Theory]
    [InlineData(100, "pipe -i 100")]
    [InlineData(60_000, "pipe -i 1000")]
    public void It_writes_as_often_as_samples_are_taken_and_once_a_second_at_least(int interval, string arguments)
    {
        using var stub = new StubProgram("macmon", $"cat '{File("v0.8.2")}'; sleep 60");

        using var sensor = Assert.IsType<Macmon>(Assert.Single(Assert.IsType<SensorSearch.Found>(Look(stub, interval: TimeSpan.FromMilliseconds(interval))).Sensors));

        Assert.Equal($"{stub.Path} {arguments}", sensor.Source);
    }

    [Fact]
    public void A_line_that_grew_old_is_no_reading()
    {
        var clock = new FakeTimeProvider(RunningCollector.Start);
        using var stub = new StubProgram("macmon", $"head -1 '{File("v0.8.2")}'; sleep 60");
        using var sensor = Assert.IsType<Macmon>(Assert.Single(Assert.IsType<SensorSearch.Found>(Look(stub, clock)).Sensors));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(231.5, sensor.Read(MachineFiles.Nothing).Powers["system"]);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("macmon has written no line for 5 s.", Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing)).Message);
    }

    [Fact]
    public void One_that_cannot_run_on_this_mac_is_absent_with_what_it_said()
    {
        using var stub = new StubProgram("macmon", "echo 'calc_freq invalid data' >&2; exit 101");

        var reason = Assert.IsType<SensorSearch.Absent>(Look(stub)).Reason;

        Assert.Contains("exit code 101", reason, StringComparison.Ordinal);
        Assert.Contains("calc_freq invalid data", reason, StringComparison.Ordinal);
        Assert.EndsWith("An M3 Ultra needs macmon 0.8.2.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mac_without_it_is_told_how_to_get_it()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "This Mac may have it.");

        Assert.EndsWith("come with: brew install macmon", Assert.IsType<SensorSearch.Absent>(Macmon.Look(new SystemFolders { Programs = "" }, TimeProvider.System, Second)).Reason, StringComparison.Ordinal);
    }

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    private static SensorSearch Look(StubProgram stub, FakeTimeProvider? clock = null, TimeSpan? interval = null) => Macmon.Look(new SystemFolders { Programs = stub.Folder }, clock ?? new FakeTimeProvider(RunningCollector.Start), interval ?? Second);

    private static HostSample Read(string line) => MacmonLine.Read(line).AddTo(MachineFiles.Nothing);

    private static string[] Lines(string version) => System.IO.File.ReadAllLines(File(version));

    private static string File(string version) => Path.Combine(AppContext.BaseDirectory, "Sensors", "Macmon", $"{version}.jsonl");
}
