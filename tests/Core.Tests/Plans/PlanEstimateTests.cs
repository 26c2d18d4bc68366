using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Tests.Measurements;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Plans;

public sealed class PlanEstimateTests
{
    private static readonly Variant Q4 = SmallSession.Variant("alpha-q4");
    private static readonly Variant Q8 = SmallSession.Variant("alpha-q8") with { FileSize = new DataSize(8_400_000_000) };
    private static readonly Variant Beta = SmallSession.Variant("beta-q4", model: "beta") with { Status = new VariantStatus { PublishedTokensPerSecond = 64 } };

    [Fact]
    public void Before_anything_is_measured_it_is_the_plans_word()
    {
        var estimate = PlanEstimate.Of(Blocks(Beta));

        // 128 + 512 tokens, and 128 of the warm-up, at 64 tok/s; 4.1 GB at 2 GB/s
        Assert.Equal(12 + 2.05, estimate.Duration.TotalSeconds, 6);
        Assert.False(estimate.IsMeasured);
        Assert.StartsWith("every answer uses its whole budget", estimate.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_open_loop_took_is_not_called_what_goes_on_besides_and_what_is_left_of_one_is_from_its_next_arrival_on()
    {
        var load = SmallSession.Load("alpha-q4", 1, "1", seconds: 10);
        var arrived = SmallSession.Request(load, SmallSession.Stream(100, 10)) with { Pass = Pass.OpenLoop, Arrival = new Arrival { RequestsPerSecond = 1, Arrivals = ArrivalProcess.Constant, After = TimeSpan.Zero } };
        var paces = Paces(load, arrived, End(load, seconds: 600));

        Assert.Null(paces.SecondsBesides);

        var run = Blocks(Beta)[0].Runs[0];
        PlannedRequest At(int seconds) => run.Requests[0] with { Id = $"at {seconds}", MaxTokens = 64, Arrival = new Arrival { RequestsPerSecond = 1, Arrivals = ArrivalProcess.Constant, After = TimeSpan.FromSeconds(seconds) } };
        var left = run with { Warmups = [], Requests = [At(40), At(50), At(60)] };

        Assert.Equal(20 + 1, RunEstimate.Of(left, paces).RequestSeconds, 6);
    }

    [Fact]
    public void A_variant_goes_by_its_own_pace_another_of_its_model_by_that_and_the_rest_by_the_plan()
    {
        // a load of 10 s, a request of 1.1 s for a budget of 128 tokens, 3.9 s of the run besides
        var load = SmallSession.Load("alpha-q4", 1, "1", seconds: 10);
        var paces = Paces(load, SmallSession.Request(load, SmallSession.Stream(100, 10)), End(load, seconds: 15));

        var estimate = PlanEstimate.Of(Blocks(Q4, Q8, Beta), paces);

        var perRun = 768 * 1.1 / 128 + 3.9;
        Assert.Equal(10 + perRun + 10 * 8.4 / 4.2 + perRun + 2.05 + 12 + 3.9, estimate.Duration.TotalSeconds, 3);
        Assert.True(estimate.IsMeasured);
        Assert.StartsWith("1 variant at the measured pace; 1 variant at that of its model; 1 variant as the plan has it", estimate.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_under_way_together_share_the_time()
    {
        var load = SmallSession.Load("alpha-q4", 1, "1", seconds: 10);
        var two = SmallSession.Request(load, SmallSession.Stream(100, 10)) with { Concurrency = 2 };

        Assert.Equal(1.1 / 128, Paces(load, two, two).ByVariant["alpha-q4"].SecondsPerBudgetToken!.Value, 9);
    }

    [Fact]
    public void What_blocks_waited_to_cool_down_so_far_they_will_wait_again_but_not_before_the_first()
    {
        var (one, two) = (SmallSession.Load("alpha-q4", 1, "1", seconds: 10), SmallSession.Load("alpha-q4", 2, "2", seconds: 10));
        var waited = End(two, 10) with { Conditions = Seen(new GateWait { WaitedSeconds = 60, LimitReached = false, WaitedFor = "cpu" }) };
        var paces = Paces(one, End(one, 10) with { Conditions = Seen(null) }, two, waited);

        Assert.Equal(60, paces.GateSeconds);
        var (single, three) = (PlanEstimate.Of(Blocks(Q4), paces), PlanEstimate.Of([.. Blocks(Q4), .. Blocks(Q4), .. Blocks(Q4)], paces));
        Assert.Equal(120, three.Duration.TotalSeconds - 3 * single.Duration.TotalSeconds, 6);
        Assert.Contains("cooling down 60 s a block, as so far", three.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_found_in_memory_takes_no_time_to_load()
    {
        var paces = Paces(SmallSession.Load("alpha-q4", 1, "before/x") with { WasLoadedBefore = true });

        Assert.Equal(0, RunEstimate.Of(Blocks(Q4)[0].Runs[0], paces).LoadSeconds);
    }

    [Fact]
    public void Sweeps_go_by_the_measured_pace_too()
    {
        var load = SmallSession.Load("alpha-q4", 1, "1", seconds: 1);
        var run = Blocks(Q4)[0].Runs[0] with { Requests = [], Warmups = [], Sweeps = new PlannedSweeps { Context = new ContextSweep { MaximumTokens = 1024 } } };

        var measured = RunEstimate.Of(run, Paces(load, SmallSession.Request(load, SmallSession.Stream(100, 10).With(completion: 101, prompt: 1000, cached: 0))));

        // two loads, a prompt at 1000 tokens in 0.1 s, an answer of 256 tokens at the pace of the budget
        Assert.Equal(2 + 1024 / 10_000.0 + 256 * 1.1 / 128, measured.ContextSweepSeconds, 3);
        Assert.Equal((0, 0), (measured.LoadSeconds, measured.SecondsBesides));
    }

    private static Paces Paces(params JournalEntry[] entries) => PaceBook.Of(entries).ToPaces([Q4, Q8, Beta]);

    private static IReadOnlyList<Block> Blocks(params Variant[] variants) =>
        RunMatrix.Expand(SmallSession.Plan(variants) with { Settings = new Settings { Blocks = 1, Warmups = 1 } }, new MatrixOptions { Seed = 1 });

    private static JournalEntry.RunEnd End(JournalEntry.Load load, double seconds) => SmallSession.End(load) with { Clock = new RunClock(seconds, seconds) };

    private static RunConditions Seen(GateWait? wait) => new() { Source = "x", Watched = new WatchedTime { RunSeconds = 10, UnwatchedSeconds = 0, Samples = 10, IntervalSeconds = 1 }, Gate = wait };
}
