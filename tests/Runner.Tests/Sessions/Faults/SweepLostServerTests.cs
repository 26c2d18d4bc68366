using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Tests.Sessions.Faults;

/// <summary>The server dies while a sweep loads: that is known from the connection, and is no limit of the model.</summary>
[Collection(nameof(Alone))]
public sealed class SweepLostServerTests
{
    [Fact]
    public async Task A_context_whose_load_lost_the_server_is_loaded_once_more_when_it_is_back()
    {
        await using var bench = await FaultBench.StartAsync();
        bench.Settings = settings => settings with { Iterations = 1, ContextSweep = new ContextSweep { MaximumTokens = 2048 } };
        bench.Die(InLoad(2), TimeSpan.FromSeconds(1));

        var outcome = await bench.RunAsync();

        Assert.NotEqual(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var lost = Assert.Single(bench.Entries.OfType<JournalEntry.SweepLoad>(), load => load.Failure is not null);
        Assert.Equal((LoadFailureCause.ServerGone, 2048), (lost.FailureCause, lost.AskedContextTokens));
        Assert.All(SessionReports.Rebuild(bench.Session), result => Assert.Equal((true, 2048, ContextProblem.NotAsked), (result.ContextSweep!.IsComplete, result.ContextSweep.UsableContextTokens, result.ContextSweep.Limit)));
        Assert.Contains(bench.Seen.Notices, notice => notice.Contains("waits for the server to come back", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Entries.OfType<JournalEntry.RunEnd>(), end => end.Failure is not null);
    }

    [Fact]
    public async Task A_context_whose_load_loses_the_server_twice_ends_its_sweep_with_no_limit_claimed()
    {
        await using var bench = await FaultBench.StartAsync();
        bench.Settings = settings => settings with { Iterations = 1, ContextSweep = new ContextSweep { MaximumTokens = 2048 } };
        bench.Strike(LineFault.Reset, InLoad(2), times: 2);

        await bench.RunAsync();

        var results = SessionReports.Rebuild(bench.Session);
        var sweep = Assert.Single(results, result => result.ContextSweep!.UsableContextTokens is null).ContextSweep!;
        Assert.Equal((true, null), (sweep.IsComplete, sweep.Limit));
        Assert.StartsWith("stopped by what is not a limit of the context, met 2 times while loading with 2,048 tokens: ", sweep.LimitReason, StringComparison.Ordinal);
        Assert.Equal(2048, Assert.Single(results, result => result.ContextSweep != sweep).ContextSweep!.UsableContextTokens);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_parallel_sweep_is_loaded_once_more_and_then_claims_nothing(int times)
    {
        await using var bench = await FaultBench.StartAsync();
        bench.Settings = settings => settings with { Iterations = 1, ParallelSweep = new ParallelSweep { RequestsPerStream = 1, MaximumStreams = 2, MinimumGain = 0 } };
        bench.Strike(LineFault.Reset, InLoad(2), times);

        await bench.RunAsync();

        var struck = SessionReports.Rebuild(bench.Session).Single(result => result.Variant.Id == bench.Entries.OfType<JournalEntry.SweepLoad>().First(load => load.Failure is not null).Variant).ParallelSweep!;
        Assert.True(struck.IsComplete);
        if (times == 1)
            Assert.Equal(2, struck.Levels.Count);
        else
            Assert.Equal((0, null, true), (struck.Levels.Count, struck.Stop, struck.StopReason!.StartsWith("Stopped by what is no limit of the model, met 2 times while loading: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_whose_load_lost_the_server_is_no_barrier_for_its_sweep()
    {
        await using var bench = await FaultBench.StartAsync();
        bench.Settings = settings => settings with { Iterations = 1, ContextTokens = 2048, ContextSweep = new ContextSweep { MaximumTokens = 2048 } };
        bench.Die(InLoad(1), TimeSpan.FromSeconds(1));

        await bench.RunAsync();

        Assert.Equal(LoadFailureCause.ServerGone, Assert.Single(bench.Entries.OfType<JournalEntry.Load>(), load => load.Failure is not null).FailureCause);
        Assert.All(SessionReports.Rebuild(bench.Session), result => Assert.Equal(2048, result.ContextSweep!.UsableContextTokens));
    }

    /// <summary>From the so-manieth load call on, each while the call itself is on its way.</summary>
    private static Func<Passing, bool> InLoad(int number)
    {
        var count = 0;
        return passing => passing is { IsLoad: true, Answered: 0 } && Interlocked.Increment(ref count) >= number;
    }
}
