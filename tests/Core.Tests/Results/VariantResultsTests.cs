using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Tests.Results.SmallSession;

namespace LlmObs.Tests.Results;

/// <summary>A variant's figures from a small journal. Streams are 1000 / gap tokens a second fast, and each first token is a time of its own.</summary>
public sealed class VariantResultsTests
{
    private static readonly JournalEntry.Load First = Load("alpha-q4", 1, "load-1", seconds: 12);
    private static readonly JournalEntry.Load Second = Load("alpha-q4", 2, "load-2", seconds: 14);

    [Fact]
    public void A_cold_request_is_kept_apart_and_in_no_steady_figure()
    {
        var result = Of(First, Request(First, Stream(first: 900, gap: 20)) with { IsWarmup = true }, Request(First, Stream(first: 100, gap: 10)));

        var cold = Assert.Single(result.Cases, one => one.IsWarmup);
        var steady = Assert.Single(result.Cases, one => !one.IsWarmup);
        Assert.Equal(0.9, cold.Of(Metrics.TimeToFirstToken)!.Mean, 1e-9);
        Assert.Equal((1, 0.1), (steady.Of(Metrics.TimeToFirstToken)!.N, steady.Of(Metrics.TimeToFirstToken)!.Mean));
        Assert.Equal(100, Assert.Single(result.Loads).MeanDecodeTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void A_failed_request_is_counted_and_not_averaged()
    {
        var result = Of(First, Request(First, Stream(first: 100, gap: 10)), Request(First, Broken(at: 5000), iteration: 1), Request(First, Truncated(), iteration: 2));

        var one = Assert.Single(result.Cases);
        Assert.Equal(3, one.Requests);
        Assert.Equal([("completed", 1), ("failed", 1), ("truncated", 1)], one.Outcomes.Select(outcome => (outcome.Key, outcome.Value)));
        Assert.Equal([("none", 2), ("stop", 1)], one.FinishReasons.Select(reason => (reason.Key, reason.Value)));
        Assert.Equal((1, 1.1), (one.Of(Metrics.Duration)!.N, one.Of(Metrics.Duration)!.Mean));
        Assert.Equal(1, one.Answered);
        Assert.Equal(100, result.Loads[0].MeanDecodeTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void Requests_of_two_loads_are_one_case_and_two_replicates()
    {
        var result = Of(First, Request(First, Stream(100, 10)), Request(First, Stream(100, 20), iteration: 1), Second, Request(Second, Stream(100, 25)));

        var one = Assert.Single(result.Cases);
        Assert.Equal((3, 2), (one.Requests, one.Loads));
        Assert.Equal([75, 40], result.Loads.Select(load => Math.Round(load.MeanDecodeTokensPerSecond!.Value, 9)));
        Assert.Equal([12, 14], result.Loads.Select(load => load.LoadSeconds!.Value));
    }

    [Fact]
    public void A_load_knows_each_case_by_itself()
    {
        var result = Of(First, Request(First, Stream(100, 10)), Request(First, Stream(100, 20), name: "long"));

        Assert.Equal([("short", 100), ("long", 50)], result.Loads[0].MeanDecodeTokensPerSecondByCase.Select(one => (one.Key, Math.Round(one.Value, 9))));
        Assert.Equal(75, result.Loads[0].MeanDecodeTokensPerSecond!.Value, 1e-9);
        Assert.Equal(["answer", "essay"], result.Cases.Select(one => one.Category));
    }

    [Fact]
    public void Several_at_once_and_other_passes_stand_apart_and_are_in_no_load()
    {
        var result = Of(First,
            Request(First, Stream(100, 10)),
            Request(First, Stream(100, 40)) with { Concurrency = 4 },
            Request(First, Stream(100, 50)) with { Pass = Pass.Quality });

        Assert.Equal([(Pass.Speed, 1), (Pass.Speed, 4), (Pass.Quality, 1)], result.Cases.Select(one => (one.Pass, one.Concurrency)));
        Assert.Equal([100, 25, 20], result.Cases.Select(one => Math.Round(one.Of(Metrics.DecodeSpeed)!.Mean, 9)));
        Assert.Equal(100, result.Loads[0].MeanDecodeTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void A_model_that_was_loaded_before_is_one_load_however_many_runs_use_it()
    {
        var one = Load("alpha-q4", 1, "before/alpha") with { WasLoadedBefore = true };
        var two = Load("alpha-q4", 2, "before/alpha") with { WasLoadedBefore = true };

        var result = Of(one, Request(one, Stream(100, 10)), two, Request(two, Stream(100, 20)));

        Assert.Equal(1, Assert.Single(result.Cases).Loads);
        Assert.Equal([100, 50], result.Loads.Select(load => Math.Round(load.MeanDecodeTokensPerSecond!.Value, 9)));
        Assert.All(result.Loads, load => Assert.True(load is { WasLoadedBefore: true, LoadSeconds: null }));
    }

    [Fact]
    public void A_load_that_failed_has_its_reason_and_no_time()
    {
        var failed = Load("alpha-q4", 1, loadId: null, seconds: 1800) with { Failure = "insufficient memory" };

        var result = Of(failed, End(failed, failure: "insufficient memory"));

        var load = Assert.Single(result.Loads);
        Assert.Equal(("insufficient memory", null, null), (load.Failure, load.LoadSeconds, load.MeanDecodeTokensPerSecond));
        Assert.Equal("insufficient memory", result.Failure);
        Assert.Empty(result.Cases);
    }

    [Fact]
    public void Without_any_figure_a_case_has_unknown_for_every_metric()
    {
        var one = Assert.Single(Of(First, Request(First, Broken(at: 5000))).Cases);

        Assert.Equal(Metrics.All.Select(metric => metric.Name), one.Figures.Keys);
        Assert.All(one.Figures.Values, Assert.Null);
    }

    [Fact]
    public void A_run_that_was_measured_to_its_end_later_has_its_last_failure_still_told()
    {
        var result = Of(First, End(First, failure: "the server is gone"), Second, Request(Second, Stream(100, 10)), End(Second));

        Assert.Equal("the server is gone", result.Failure);
    }

    [Fact]
    public void Variants_come_in_the_plans_order_and_only_those_the_journal_knows()
    {
        var plan = Plan(Variant("alpha-q8"), Variant("alpha-q6"), Variant("alpha-q4"));
        var last = Load("alpha-q8", 1, "load-3");

        var results = VariantResults.From(Header, plan, [First, Request(First, Stream(100, 10)), last, Request(last, Stream(100, 20))]);

        Assert.Equal(["alpha-q8", "alpha-q4"], results.Select(one => one.Variant.Id));
        Assert.All(results, one => Assert.Equal(("small-20260204-093015", "small", "c0ffee", 7, Start), (one.Session, one.Plan, one.PlanHash, one.Seed, one.StartedAt)));
    }

    private static RequestTimeline Truncated() => Stream(100, 10) with { FinishReason = null, End = StreamEnd.ConnectionReset };

    private static VariantResult Of(params JournalEntry[] entries) => Assert.Single(VariantResults.From(Header, Plan(Variant("alpha-q4")), entries));
}
