using CsCheck;
using LlmObs.Collector.Samples;
using LlmObs.Hardware;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>
/// A machine that has everything, and one of whose files says something odd or is gone: the sample is taken, nothing in it is absurd, and only
/// the sensors that read this file lack their readings.
/// </summary>
public sealed class OddMachineTests : IDisposable
{
    private static readonly (string File, string Text)[] Files =
    [
        ("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 600000 kB\nSwapTotal: 5000 kB\nSwapFree: 4000 kB\n"),
        ("proc/vmstat", "pswpin 5\npswpout 6\npgmajfault 7\n"),
        ("proc/diskstats", "   8       0 sda 12 3 100 4 0 0 0 0 0 0 0 0 0 0 0\n"),
        ("proc/pressure/memory", "some avg10=1.50 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"),
        ("sys/class/thermal/thermal_zone0/temp", "45000\n"),
        ("sys/class/hwmon/hwmon0/temp1_input", "38850\n"),
        ("sys/class/hwmon/hwmon0/fan1_input", "1187\n"),
        ("sys/class/hwmon/hwmon0/power1_input", "247000000\n"),
        ("sys/class/powercap/intel-rapl:0/energy_uj", "123456789\n"),
        ("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "3200000\n"),
        ("sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_total_time_ms", "1500\n"),
    ];

    /// <summary>What is read once, at the start.</summary>
    private static readonly (string File, string Text)[] Names =
    [
        ("sys/block/sda/hidden", "0\n"), ("sys/class/thermal/thermal_zone0/type", "acpitz\n"), ("sys/class/hwmon/hwmon0/name", "nct6798\n"), ("sys/class/hwmon/hwmon0/temp1_label", "SYSTIN\n"),
        ("sys/class/powercap/intel-rapl:0/name", "package-0\n"), ("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "262143328850\n"),
        ("sys/devices/system/cpu/cpufreq/policy0/affected_cpus", "0 1\n"), ("sys/devices/system/cpu/cpu0/topology/physical_package_id", "0\n"), ("sys/fs/cgroup/memory.max", "max\n"),
    ];

    private static readonly string[] Oddities =
    [
        "", "\n", "garbage", "-1", "-9223372036854775808", "9223372036854775807", "99999999999999999999999999", "NaN", "1e300", "0x10", "\0\0\0\0", "12 34", "MemTotal: \n", "MemTotal: 9223372036854775807 kB\nMemAvailable: 1 kB\n",
        "MemTotal: 10 kB\nMemAvailable: 20 kB\nSwapTotal: 1 kB\nSwapFree: 2 kB\n", "pgmajfault 9223372036854775807\npswpin 9223372036854775807\n", "pgmajfault -3\n", "some avg10=999999.00 avg60=1\n",
        "   8       0 sda 12 3 9223372036854775807 4 0\n", "   8       0 sda 12 3 -5 4 0\n", "   8 0 sda\n",
    ];

    private readonly TemporaryMachine _machine = new();

    public OddMachineTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The zones have a colon in their names.");
        foreach (var (file, text) in Files.Concat(Names).Append(("sys/block/sda/device/model", "any")))
            _machine.Write(file, text);
    }

    public static TheoryData<string> WatchedFiles => [.. Files.Select(file => file.File)];

    public static TheoryData<string> AllFiles => [.. Files.Concat(Names).Select(file => file.File)];

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_machine_has_everything()
    {
        var reader = Reader();

        AssertSane(reader.Read());
        Assert.Equal(12, reader.States.Count);
        Assert.All(reader.States, state => Assert.Null(state.Trouble));
    }

    [Theory, MemberData(nameof(AllFiles))]
    public void A_file_that_is_odd_at_the_start_costs_only_the_sensors_that_need_it(string file)
    {
        foreach (var text in Oddities.Append(new string('7', 100_000)))
        {
            _machine.Write(file, text);
            var reader = Reader();
            AssertSane(reader.Read());
            // memory, swap, paging and pressure all need to know whether this is a container
            Assert.True(reader.States.Count(state => state.Trouble is null) >= 8, text);
        }
    }

    [Theory, MemberData(nameof(WatchedFiles))]
    public void A_file_that_becomes_odd_costs_only_the_sensors_that_read_it_and_only_as_long_as_that_lasts(string file)
    {
        var usual = Files.Single(one => one.File == file).Text;
        foreach (var text in Oddities)
        {
            _machine.Write(file, usual);
            var reader = Reader();
            reader.Read();

            _machine.Write(file, text);
            AssertSane(reader.Read());
            Assert.All(reader.States.Where(state => state.Trouble is not null), state => Assert.True(IsOf(state, file), $"{state.Name}: {state.Trouble}"));

            _machine.Write(file, usual);
            reader.Read();
            AssertSane(reader.Read());
            Assert.All(reader.States, state => Assert.Null(state.Trouble));
        }
    }

    [Theory, MemberData(nameof(WatchedFiles))]
    public void A_file_that_vanishes_costs_only_the_sensors_that_read_it(string file)
    {
        var reader = Reader();

        _machine.Remove(file);
        AssertSane(reader.Read());

        Assert.Contains(reader.States, state => state.Trouble is not null);
        Assert.All(reader.States.Where(state => state.Trouble is not null), state => Assert.True(IsOf(state, file), state.Name));
    }

    [Fact]
    public void Whatever_a_file_says_the_sample_is_taken_and_nothing_in_it_is_absurd() =>
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, 60], Gen.Int[0, 60], Gen.String[Gen.Char["0123456789-. kB:\n\0xé"], 0, 12]).Sample((number, at, length, what) =>
        {
            var file = Files[number];
            var (begin, end) = (Math.Min(at, file.Text.Length), Math.Min(at + length, file.Text.Length));
            _machine.Write(file.File, $"{file.Text[..begin]}{what}{file.Text[end..]}");
            AssertSane(Reader().Read());
            _machine.Write(file.File, file.Text);
        }, iter: 300, threads: 1);

    private static bool IsOf(SensorState state, string file) =>
        state.Source.Contains(file, StringComparison.Ordinal) || (file.Contains("cpufreq", StringComparison.Ordinal) && state.Source.Contains("cpufreq", StringComparison.Ordinal));

    private static void AssertSane(HostSample sample)
    {
        Assert.True(sample.MemoryUsedBytes is null || (sample.MemoryUsedBytes >= 0 && sample.MemoryUsedBytes <= sample.MemoryTotalBytes));
        Assert.True(sample.SwapUsedBytes is null || (sample.SwapUsedBytes >= 0 && sample.SwapUsedBytes <= sample.SwapTotalBytes));
        Assert.All(new[] { sample.MajorFaults, sample.SwappedInBytes, sample.SwappedOutBytes, sample.DiskReadBytes }, count => Assert.True(count is null or >= 0));
        Assert.True(sample.MemoryPressure is null or (>= 0 and <= 1));
        Assert.True(sample.CpuFrequencyHertz is null or (> 0 and <= 20e9));
        Assert.True(sample.ThrottledSeconds is null or >= 0);
        Assert.All(sample.Temperatures.Values, celsius => Assert.InRange(celsius, -274, 1001));
        Assert.All(sample.Fans.Values, speed => Assert.InRange(speed, 0, 1e6));
        Assert.All(sample.Powers.Values, watts => Assert.InRange(watts, 0, 1e5));
        Assert.All(sample.Energies.Values, joules => Assert.InRange(joules, 0, 1e13));
    }

    private SensorReader Reader() => new(_machine.Look().Sensors, new FakeTimeProvider(RunningCollector.Start), NullLogger<SensorReader>.Instance) { Patience = RunningCollector.Patience };
}
