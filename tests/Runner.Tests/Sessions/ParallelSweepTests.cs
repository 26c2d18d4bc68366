using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>The parallel sweep on the Simulator, whose slots and whose cost of each neighbour are known.</summary>
[Collection(nameof(Alone))]
public sealed class ParallelSweepTests
{
    private const int Tokens = 100;

    /// <summary>q8 decodes 130 tok/s alone and waits 60 ms before each answer.</summary>
    private const double Speed = 130;

    [Fact]
    public async Task Throughput_rises_to_the_slots_and_no_further_and_waiting_is_said()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ParallelSlots = 4, NeighbourCost = 0.25 });

        await bench.RunAsync(Plan(new ParallelSweep { RequestsPerStream = 3, MinimumGain = 0.1 }));

        var result = Result(bench);
        Assert.Equal([1, 2, 4, 8], result.Levels.Select(level => level.Streams));
        Assert.Equal((4, ParallelStop.NoGain), (result.BestStreams, result.Stop));
        Assert.Equal(4, result.ParallelSlots);
        foreach (var level in result.Levels.Take(3))
            Assert.InRange(level.OutputTokensPerSecond!.Value / Truth(level.Streams), 0.85, 1.1);
        Assert.InRange(result.Levels[2].DecodeTokensPerSecond!.Mean / (Speed / 1.75), 0.95, 1.35);
        Assert.True(result.Levels[3].TimeToFirstTokenSeconds!.P50 > 5 * result.Levels[2].TimeToFirstTokenSeconds!.P50, "Eight on four slots wait.");
        Assert.Contains("The server answers 4 at once and lets the others wait", File.ReadAllText(Directory.GetFiles(bench.Session, "demo-q8*.md").Single()), StringComparison.Ordinal);
        Assert.Empty(await bench.LoadedAsync());
    }

    [Fact]
    public async Task A_first_token_over_the_bound_ends_it_and_the_largest_level_within_is_told()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ParallelSlots = 2, NeighbourCost = 0 });

        await bench.RunAsync(Plan(new ParallelSweep { RequestsPerStream = 2, TimeToFirstTokenBound = TimeSpan.FromMilliseconds(500) }));

        var result = Result(bench);
        Assert.Equal((ParallelStop.TimeToFirstToken, 2, 4), (result.Stop, result.LargestWithinBound, result.Levels[^1].Streams));
    }

    [Fact]
    public async Task A_level_that_was_cut_short_is_measured_again_whole_and_no_other_is()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 10 });
        await bench.RunAsync(Plan(new ParallelSweep { RequestsPerStream = 2, MaximumStreams = 4, MinimumGain = 0 }));
        bench.CutJournal(bench.Entries().TakeWhile(entry => entry is not JournalEntry.SweepRequest { Parallel.Streams: 2 }).Count() + 1);

        await bench.ResumeAsync();

        var sent = bench.Entries().OfType<JournalEntry.SweepRequest>().Where(request => !request.IsWarmup).ToList();
        Assert.Equal(sent.Count, sent.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((2, 1, 4), (sent.Count(request => request.Parallel!.Streams == 1), sent.Count(request => request.Parallel is { Streams: 2, Attempt: 1 }), sent.Count(request => request.Parallel is { Streams: 2, Attempt: 2 })));
        Assert.Equal(4, Result(bench).Levels[1].Requests);
    }

    [Fact]
    public async Task With_both_sweeps_the_parallel_ones_load_tells_of_memory_too()
    {
        await using var bench = await SessionBench.StartAsync();
        var plan = Plan(new ParallelSweep { RequestsPerStream = 1, MaximumStreams = 2 }).With(settings => settings with { ContextTokens = 4096, ContextSweep = new ContextSweep { MaximumTokens = 8192 } });

        await bench.RunAsync(plan);

        var result = Assert.Single(SessionReports.Rebuild(bench.Session)).ContextSweep!;
        Assert.Equal([4096, 8192], result.Memory.Select(one => one.ContextTokens));
        Assert.Equal(32 << 10, result.BytesPerToken!.Value, 3);
    }

    /// <summary>Each answers 100 tokens after 60 ms and its prompt; a request that begins among c decodes at 130 / (1 + 0.25 (c − 1)).</summary>
    private static double Truth(int streams) => streams * Tokens / (0.06 + 30 / 4000.0 + (Tokens - 1) * (1 + 0.25 * (streams - 1)) / Speed);

    private static Plan Plan(ParallelSweep sweep) => (SessionPlans.Of(SessionPlans.Q8) with
    {
        Cases = [new Case { Id = "long", Category = "x", Prompt = "Tell me about schedules.", MaxTokens = Tokens }],
    }).With(settings => settings with { ParallelSweep = sweep });

    private static ParallelSweepResult Result(SessionBench bench) => Assert.Single(SessionReports.Rebuild(bench.Session)).ParallelSweep!;
}
