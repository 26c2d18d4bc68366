using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Checks;
using LlmObs.Runner.Tests.Host;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>What is looked at before a sweep's load, as before a run's; <c>--until</c> is among what befalls a sweep.</summary>
public sealed class SweepGuardTests
{
    private const long Gib = Given.Gib;
    private static readonly Plan Plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ContextSweep = new ContextSweep { MaximumTokens = 4096 } });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_fills_up_during_a_run_stops_before_the_sweeps_load_and_resume_goes_on_with_it()
    {
        await using var bench = await SessionBench.StartAsync();
        var free = 100 * Gib;
        var server = new DisturbedServer(bench.Server) { AfterStream = () => free = Gib / 1024 };

        var stopped = await bench.RunAsync(server, bench.Request(Plan) with { Disk = _ => new StorageSpace(free, 200 * Gib) }, Cancel);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(stopped).End);
        Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Empty(bench.Entries().OfType<JournalEntry.SweepLoad>());
        Assert.Contains(bench.Seen.Notices, notice => notice.EndsWith("of disk left. Free some, then go on with --resume.", StringComparison.Ordinal));
        await GoesOnAsync(bench);
    }

    [Fact]
    public async Task Memory_pressure_that_is_critical_stops_between_two_loads_of_a_sweep_and_resume_goes_on_with_it()
    {
        await using var bench = await SessionBench.StartAsync();
        var (pressure, requests) = (0.0, 0);
        await using var collector = await FakeCollector.StartAsync((from, to) =>
            [.. new[] { from, to }.Select(at => new HostSample { At = at, MemoryTotalBytes = 100 * Gib, MemoryUsedBytes = 10 * Gib, MemoryPressure = Volatile.Read(ref pressure) })]);
        collector.Report = Given.Report;
        // the run's own request, the sweep's warm-up and three steps
        var server = new DisturbedServer(bench.Server) { Identity = bench.Server.Identity with { IsSimulated = false, Name = "LM Studio" }, AfterStream = () => Volatile.Write(ref pressure, ++requests == 5 ? 0.8 : 0) };

        var stopped = await bench.RunAsync(server, bench.Request(Plan) with { Collector = collector.Address, PressurePatience = TimeSpan.Zero, MemoryPatience = TimeSpan.Zero }, Cancel);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(stopped).End);
        Assert.False(Assert.Single(bench.Entries().OfType<JournalEntry.SweepLoad>()).IsForMemory);
        Assert.Empty(bench.Entries().OfType<JournalEntry.SweepEnd>());
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("Stopped before the next load: the machine's memory pressure is critical (tasks waited for memory in 80 % of the last 10 s)", StringComparison.Ordinal));
        Assert.Empty(await bench.LoadedAsync());
        await GoesOnAsync(bench, server);
    }

    private static async Task GoesOnAsync(SessionBench bench, DisturbedServer? server = null)
    {
        var before = bench.Entries().OfType<JournalEntry.SweepRequest>().Where(request => !request.IsWarmup).Select(request => request.Id).ToList();
        if (server is not null)
            server.AfterStream = () => { };

        var resumed = await bench.RunAsync(server ?? bench.Server, bench.Request(Plan) with { Resume = bench.Session }, Cancel);

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(resumed).End);
        Assert.Equal(4096, Assert.Single(SessionReports.Rebuild(bench.Session)).ContextSweep!.UsableContextTokens);
        Assert.Equal(before, bench.Entries().OfType<JournalEntry.SweepRequest>().Where(request => !request.IsWarmup).Select(request => request.Id).Take(before.Count));
    }
}
