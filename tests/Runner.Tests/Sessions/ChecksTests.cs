using LlmObs.Hardware;
using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Checks;
using LlmObs.Runner.Tests.Host;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class ChecksTests
{
    private const long Gib = Given.Gib;
    private double _pressure;
    private long _usedBytes = 10 * Gib;
    private long _totalBytes = 100 * Gib;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blocker_refuses_the_session_and_leaves_no_folder()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await CollectorAsync();
        _totalBytes = 12 * Gib;

        var refused = Assert.IsType<SessionOutcome.Refused>(await bench.RunAsync(Real(bench), Request(bench, collector), Cancel));

        Assert.Equal(
            "memory: 2 GiB of 12 GiB free, and q8, the largest, needs about 9.9 GiB. Unload other models and close other programs first. (--ignore-checks measures all the same.)",
            Assert.Single(refused.Problems));
        Assert.Empty(Directory.GetDirectories(bench.Results));
    }

    [Fact]
    public async Task A_blocker_that_is_ignored_is_told_and_kept_with_the_session()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await CollectorAsync();
        _totalBytes = 12 * Gib;

        await bench.RunAsync(Real(bench), Request(bench, collector) with { IgnoreChecks = true }, Cancel);

        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("memory: 2 GiB of 12 GiB free", StringComparison.Ordinal) && notice.EndsWith("Ignored, as asked.", StringComparison.Ordinal));
        var kept = Assert.Single(SessionContent.ReadHeader(bench.Session).Checks, check => check.WasIgnored);
        Assert.Equal("memory", kept.Subject);
    }

    [Fact]
    public async Task A_warning_is_a_notice_and_is_kept()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await CollectorAsync();
        collector.Report = collector.Report! with { IsOnBattery = true };

        await bench.RunAsync(Real(bench), Request(bench, collector), Cancel);

        Assert.Contains("power: the machine runs on its battery. Plug it in: on battery it is slower, and may sleep.", bench.Seen.Notices, StringComparer.Ordinal);
        Assert.Contains(("power", false), SessionContent.ReadHeader(bench.Session).Checks.Select(check => (check.Subject, check.WasIgnored)));
    }

    [Fact]
    public async Task A_Collector_that_cannot_see_the_servers_machine_is_told_of()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await CollectorAsync();
        var server = new DisturbedServer(bench.Server) { Identity = Real(bench).Identity with { Address = new Uri("http://192.168.1.5:1234/") } };

        await bench.RunAsync(server, Request(bench, collector), Cancel);

        Assert.StartsWith($"Collector: the one at http://127.0.0.1:{collector.Address.Port} is not asked: ", Assert.Single(bench.Seen.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Critical_pressure_stops_before_the_next_load_and_resume_goes_on()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await CollectorAsync();
        var server = Real(bench);
        server.AfterStream = () => _pressure = 0.8;
        var request = Request(bench, collector) with { Plan = SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6) };

        var stopped = Assert.IsType<SessionOutcome.Ended>(await bench.RunAsync(server, request, Cancel));

        Assert.Equal(SessionEnd.Interrupted, stopped.End);
        Assert.Single(bench.Entries().OfType<JournalEntry.Load>());
        Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("Stopped before the next load: the machine's memory pressure is critical (tasks waited for memory in 80 % of the last 10 s)", StringComparison.Ordinal));
        Assert.Empty(await bench.LoadedAsync());

        (_pressure, server.AfterStream) = (0, () => { });
        var resumed = Assert.IsType<SessionOutcome.Ended>(await bench.RunAsync(server, request with { Resume = bench.Session }, Cancel));

        Assert.Equal(SessionEnd.Completed, resumed.End);
        Assert.Equal(2, bench.Entries().OfType<JournalEntry.RunEnd>().Count());
    }

    [Fact]
    public async Task Memory_that_comes_back_is_kept_as_what_was_used_after_unloading()
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        var end = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Equal(end.Memory!.BaselineBytes, end.UsedAfterUnloadBytes);
        Assert.Equal(end.UsedAfterUnloadBytes, Assert.Single(Assert.Single(SessionReports.Rebuild(bench.Session)).Loads).UsedAfterUnloadBytes);
        Assert.Empty(bench.Seen.Notices);
    }

    [Fact]
    public async Task Memory_that_does_not_come_back_is_told_and_kept()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await CollectorAsync();
        var server = Real(bench);
        server.AfterStream = () => _usedBytes = 40 * Gib;

        await bench.RunAsync(server, Request(bench, collector), Cancel);

        var end = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Equal((10 * Gib, 40 * Gib), (end.Memory!.BaselineBytes, end.UsedAfterUnloadBytes!.Value));
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("q8: the model is unloaded, and 0 ms later the machine still uses 30 GiB more", StringComparison.Ordinal));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_session_bears_a_mark_and_is_warned_of_others_on_a_Simulator_too(bool isSimulated)
    {
        var folder = Directory.CreateTempSubdirectory("llmobs-marks-");
        await using var bench = await SessionBench.StartAsync();
        var marks = new MeasuringMarks(folder.FullName);
        using var other = new FileStream(Path.Combine(folder.FullName, "4242.measuring"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var borne = 0;
        var server = isSimulated ? new DisturbedServer(bench.Server) : Real(bench);
        server.AfterStream = () => borne = Directory.GetFiles(folder.FullName).Length;

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { Marks = marks }, Cancel);

        Assert.Equal(2, borne);
        Assert.Single(Directory.GetFiles(folder.FullName));
        Assert.StartsWith("other runs: another llmobs measures on this machine now (process 4242)", Assert.Single(bench.Seen.Notices), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    /// <summary>The Simulator taken for a real server, whose machine the Collector watches.</summary>
    private static DisturbedServer Real(SessionBench bench) => new(bench.Server) { Identity = bench.Server.Identity with { IsSimulated = false, Name = "LM Studio" } };

    private static SessionRequest Request(SessionBench bench, FakeCollector collector) =>
        bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { Collector = collector.Address, PressurePatience = TimeSpan.Zero, MemoryPatience = TimeSpan.Zero };

    private async Task<FakeCollector> CollectorAsync()
    {
        var collector = await FakeCollector.StartAsync((from, to) =>
            [.. new[] { from, to }.Select(at => new HostSample { At = at, MemoryTotalBytes = _totalBytes, MemoryUsedBytes = at == to ? _usedBytes : 10 * Gib, MemoryPressure = _pressure })]);
        collector.Report = Given.Report;
        return collector;
    }
}
