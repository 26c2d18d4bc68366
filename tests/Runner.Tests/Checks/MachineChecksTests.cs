using LlmObs.Hardware;
using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Tests.Checks;

public sealed class MachineChecksTests
{
    [Theory]
    [InlineData(false, false, "Ok: on mains, no low-power mode.")]
    [InlineData(false, null, "Ok: on mains.")]
    [InlineData(null, false, "Ok: no low-power mode.")]
    [InlineData(null, null, "Unknown: neither source nor mode is known: the system does not tell.")]
    [InlineData(true, false, "Warning: the machine runs on its battery. Plug it in: on battery it is slower, and may sleep.")]
    [InlineData(null, true, "Warning: the system saves power (low-power mode) and is slower for it. Turn it off while you measure.")]
    public void Battery_and_saving_power_are_warned_of(bool? isOnBattery, bool? isLowPower, string expected) =>
        Assert.Equal([expected], (Given.Nothing with { Machine = Given.Machine(9, 9, Given.Report with { IsOnBattery = isOnBattery, IsLowPowerMode = isLowPower }) }).Says(new PowerCheck()));

    [Fact]
    public void Both_at_once_are_two_lines_and_without_a_report_nothing_is_known()
    {
        Assert.Equal(2, (Given.Nothing with { Machine = Given.Machine(9, 9, Given.Report with { IsOnBattery = true, IsLowPowerMode = true }) }).Says(new PowerCheck()).Count);
        Assert.Equal(["Unknown: neither source nor mode is known: no Collector watches the machine under test."], Given.Nothing.Says(new PowerCheck()));
    }

    [Fact]
    public void Sensors_are_told_found_failing_and_absent()
    {
        var report = Given.Report with
        {
            Sensors = [new SensorState("memory", "/proc/meminfo", null), new SensorState("swap", "/proc/meminfo", null), new SensorState("fan", "/sys/fan", "The disk sleeps.")],
            Absent = [new AbsentSensor("power", "no meter")],
        };

        Assert.Equal(["Ok: memory, swap.", "Warning: fan cannot be read: The disk sleeps.", "Unknown: no power: no meter"], (Given.Nothing with { Collector = Given.Machine(9, 9, report) }).Says(new SensorsCheck()));
        Assert.Equal(["Warning: the Collector reads none."], (Given.Nothing with { Collector = Given.Machine(9, 9, Given.Report) }).Says(new SensorsCheck()));
        Assert.Empty(Given.Nothing.Says(new SensorsCheck()));
    }

    [Fact]
    public void A_Collector_is_told_with_its_pace()
    {
        var alive = Given.Machine(9, 9, Given.Report with { MissedSamples = 3 });

        Assert.Equal(["Ok: 0.1.0 at http://127.0.0.1:5181, a sample every 1 s, 3 missed since its start."], (Given.Nothing with { Collector = alive }).Says(new CollectorCheck()));
        Assert.Equal(
            ["Warning: 0.1.0 at http://127.0.0.1:5181, a sample every 1 s, 3 missed since its start. No run asks it. Name it: --collector http://127.0.0.1:5181, or LLMOBS_COLLECTOR."],
            (Given.Nothing with { Collector = alive, IsCollectorUnnamed = true }).Says(new CollectorCheck()));
    }

    [Theory]
    [InlineData(61, 1, "Ok")]
    [InlineData(55, 1.1, "Ok")]
    [InlineData(31, 2, "Warning")]
    [InlineData(1, 1, "Ok")]
    public void One_that_loses_more_than_a_tenth_of_its_samples_is_warned_of(int samples, double apart, string expected)
    {
        var taken = Enumerable.Range(0, samples).Select(index => new HostSample { At = Given.Now.AddSeconds(index * apart) });

        Assert.Equal(expected, Assert.Single(new CollectorCheck().Look(Given.Nothing with { Collector = Given.Machine(9, 9, Given.Report) with { Samples = [.. taken] } })).Verdict.ToString());
    }

    [Fact]
    public void A_Collector_that_is_not_there_is_told_with_how_to_start_it()
    {
        var silent = new WitnessFacts { Address = new Uri("http://127.0.0.1:9/"), Problem = "the one at http://127.0.0.1:9 does not answer: refused" };

        Assert.StartsWith("Unknown: none is named", Assert.Single((Given.Nothing with { Collector = WitnessFacts.Nobody("") }).Says(new CollectorCheck())), StringComparison.Ordinal);
        Assert.StartsWith("Warning: the one at http://127.0.0.1:9 does not answer: refused Start llmobs-collector", Assert.Single((Given.Nothing with { Collector = silent }).Says(new CollectorCheck())), StringComparison.Ordinal);
        Assert.Equal(["Warning: the one at http://127.0.0.1:5181 is too old to tell of its machine. Update it."], (Given.Nothing with { Collector = Given.Machine(9, 9) }).Says(new CollectorCheck()));
        Assert.Empty(Given.Nothing.Says(new CollectorCheck()));
    }

    [Fact]
    public void A_Collector_of_this_machine_is_not_asked_about_a_server_elsewhere_and_says_what_to_write()
    {
        var server = Given.LmStudio();
        var elsewhere = server with { Identity = server.Identity with { Address = new Uri("http://192.168.1.5:1234/") } };

        Assert.Equal(
            ["Warning: the one at http://127.0.0.1:5181 is not asked: it watches this machine, and the server is at http://192.168.1.5:1234. Runs have no figures of memory, temperature or power. "
                + "If that is this machine, write --server http://127.0.0.1:1234; else start llmobs-collector there and name it with --collector."],
            (Given.Nothing with { Server = elsewhere, Collector = Given.Machine(9, 9, Given.Report) }).Says(new CollectorCheck()));
    }

    [Fact]
    public void A_Prometheus_that_is_not_there_is_only_told()
    {
        var address = new Uri("http://127.0.0.1:9090/");

        Assert.Equal(["Ok: answers at http://127.0.0.1:9090."], (Given.Nothing with { Prometheus = new PrometheusFacts(address, null) }).Says(new PrometheusCheck()));
        Assert.Equal(["Unknown: none answers at http://127.0.0.1:9090: no curves are kept; results do not need them."], (Given.Nothing with { Prometheus = new PrometheusFacts(address, "none answers") }).Says(new PrometheusCheck()));
        Assert.Empty(Given.Nothing.Says(new PrometheusCheck()));
    }

    [Fact]
    public void Clocks_that_are_not_set_too_coarse_or_apart_are_warned_of()
    {
        var apart = Given.Machine(9, 9, Given.Report with { At = Given.Now.AddSeconds(-30) });

        Assert.Equal(["Ok: steps of 1 ns, and today's date."], Given.Nothing.Says(new ClockCheck()));
        Assert.Equal(["Warning: it says 1970-01-01. Set it: sessions are named and compared by their time."], (Given.Nothing with { Now = DateTimeOffset.UnixEpoch }).Says(new ClockCheck()));
        Assert.Equal(["Warning: its smallest step is 15.625 ms: too coarse for times between tokens."], (Given.Nothing with { ClockResolutionSeconds = 0.015625 }).Says(new ClockCheck()));
        Assert.Equal(["Warning: the Collector's differs from ours by 30 s: its samples would be taken for those of another time. Set both by the network (NTP)."], (Given.Nothing with { Collector = apart }).Says(new ClockCheck()));
    }

    [Fact]
    public void Another_measuring_process_is_warned_of()
    {
        Assert.Equal(["Ok: no other llmobs measures on this machine."], Given.Nothing.Says(new OtherRunsCheck()));
        Assert.Equal(["Warning: another llmobs measures on this machine now (process 41, 42): both would be slower. Wait until it is done, or stop it."], (Given.Nothing with { OtherRuns = [41, 42] }).Says(new OtherRunsCheck()));
    }

    [Fact]
    public void Every_check_speaks_under_its_own_subject_and_none_falls_over_where_nothing_is_known() =>
        Assert.All(Checklist.All, check => Assert.All(check.Look(Given.Nothing), line => Assert.Equal(check.Subject, line.Subject)));
}
