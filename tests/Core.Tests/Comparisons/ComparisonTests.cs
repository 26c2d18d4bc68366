using LlmObs.Comparisons;
using LlmObs.Statistics;
using MathNet.Numerics.Distributions;

namespace LlmObs.Tests.Comparisons;

public sealed class ComparisonTests
{
    private static readonly double[] Drift = [1, 1.05, 0.97, 1.02, 0.99, 1.04];
    private static readonly double[] Luck = [1.001, 0.999, 1.002, 0.998, 1, 1.001];

    [Fact]
    public void Within_a_session_the_drift_of_the_blocks_falls_out()
    {
        var pair = Decode(Comparison.Within([MadeResults.Of("q6", Speeds(40)), MadeResults.Of("q4", Speeds(48, Luck)), MadeResults.Of("q8", Speeds(35))], null, [], [])).Pairs[0];

        Assert.Equal(("q6", "q4", Verdict.Faster), (pair.Baseline, pair.Candidate, pair.Verdict));
        Assert.Equal(1.2, pair.Ratio!.Value, 2);
        Assert.True(pair.Interval!.Value.Upper - pair.Interval.Value.Lower < 0.01);
        Assert.Equal((6, 6), (pair.BaselineLoads, pair.CandidateLoads));
        Assert.Equal(["long", "short"], pair.Cases);
    }

    [Fact]
    public void A_time_that_is_shorter_is_faster_and_its_ratio_below_1()
    {
        var comparison = Comparison.Within([MadeResults.Of("q6", Speeds(40)), MadeResults.Of("q4", Speeds(48, Luck)), MadeResults.Of("q8", Speeds(35, Luck))], null, [], []);

        foreach (var metric in comparison.Metrics.Where(one => !one.Metric.IsHigherBetter))
        {
            Assert.Equal(1 / 1.2, metric.Pairs[0].Ratio!.Value, 2);
            Assert.True(metric.Pairs[0].Interval!.Value.Lower < metric.Pairs[0].Ratio && metric.Pairs[0].Ratio < metric.Pairs[0].Interval!.Value.Upper);
            Assert.Equal((Verdict.Faster, Verdict.Slower), (metric.Pairs[0].Verdict, metric.Pairs[1].Verdict));
        }
        Assert.Equal(["decode", "ttft", "prefill", "load"], comparison.Metrics.Select(one => one.Metric.Name));
    }

    [Fact]
    public void The_baseline_is_the_named_one_else_the_anchor_else_the_first()
    {
        var all = new[] { MadeResults.Of("a", Speeds(1)), MadeResults.Of("b", Speeds(2)), MadeResults.Of("c", Speeds(3)), MadeResults.Of("x", Speeds(3), model: "beta"), MadeResults.Of("y", Speeds(3), model: "beta") };

        Assert.Equal(["a", "a", "x"], Decode(Comparison.Within(all, null, [], [])).Pairs.Select(pair => pair.Baseline));
        Assert.Equal(["b", "b", "x"], Decode(Comparison.Within(all, "b", [], [])).Pairs.Select(pair => pair.Baseline));
        Assert.Equal(["c", "c", "y"], Decode(Comparison.Within(all, "b", ["c", "y"], [])).Pairs.Select(pair => pair.Baseline));
        Assert.Equal(("b", "c"), Decode(Comparison.Within(all, null, [], [("b", "c")])).Pairs.Select(pair => (pair.Baseline, pair.Candidate)).Last());
    }

    [Fact]
    public void Between_sessions_variants_of_equal_name_are_compared_and_the_others_named()
    {
        var comparison = Comparison.Between(
            [MadeResults.Of("q4", Speeds(48), "before"), MadeResults.Of("q6", Speeds(40), "before"), MadeResults.Of("q8", Speeds(30), "before")],
            [MadeResults.Of("q4", Speeds(38), "after"), MadeResults.Of("q6", Speeds(40), "after"), MadeResults.Of("q2", Speeds(60), "after")]);

        Assert.Equal([("q4", Verdict.Slower), ("q6", Verdict.Undecided)], Decode(comparison).Pairs.Select(pair => (pair.Candidate, pair.Verdict)));
        Assert.True(Decode(comparison).Pairs[1].MoreToDecide > 0);
        Assert.Equal(["q8 is on the baseline's side only.", "q2 is on the candidate's side only."], comparison.LeftOut);
    }

    [Fact]
    public void Two_files_of_one_session_share_its_blocks()
    {
        var pair = Decode(Comparison.Between([MadeResults.Of("q6", Speeds(40))], [MadeResults.Of("q4", Speeds(48, Luck))])).Pairs[0];

        Assert.True(pair.Interval!.Value.Upper - pair.Interval.Value.Lower < 0.01);
    }

    /// <summary>Between sessions nothing pairs the loads, so their whole spread counts; the level holds over all pairs together.</summary>
    [Fact]
    public void Two_sessions_of_equal_variants_differ_by_chance_no_more_often_than_they_may()
    {
        var random = new Random(5);
        ComparedResult One(string id, string session) => MadeResults.Of(id, [.. Enumerable.Range(0, 6).Select(_ => 40 * Math.Exp(Normal.Sample(random, 0, 0.02)))], session);
        var (wrong, covered, all) = (0, 0, 2000);
        for (var campaign = 0; campaign < all; campaign++)
        {
            var pairs = Decode(Comparison.Between([One("a", "1"), One("b", "1")], [One("a", "2"), One("b", "2")])).Pairs;
            wrong += pairs.Any(pair => pair.Verdict is Verdict.Faster or Verdict.Slower || pair.IsWithinInstrumentError) ? 1 : 0;
            covered += pairs[0].Interval is ({ } lower, { } upper) && lower < 1 && upper > 1 ? 1 : 0;
        }

        Assert.InRange(wrong / (double)all, 0.02, 0.06);
        Assert.InRange(covered / (double)all, 0.935, 0.965);
    }

    [Fact]
    public void A_difference_smaller_than_the_instruments_error_is_never_called_one()
    {
        var baseline = MadeResults.Of("q6", [.. Drift.Select(drift => 40 * drift)]);
        var candidate = MadeResults.Of("q4", [.. Drift.Select(drift => 42 * drift)]);
        ComparedResult Coarse(ComparedResult one) => one.With(result => result with { Instrument = result.Instrument! with { DecodeShare = 0.03 } });

        var fine = Decode(Comparison.Within([baseline, candidate], null, [], [])).Pairs[0];
        var coarse = Decode(Comparison.Within([Coarse(baseline), Coarse(candidate)], null, [], [])).Pairs[0];

        Assert.Equal((Verdict.Faster, false), (fine.Verdict, fine.IsWithinInstrumentError));
        Assert.Equal((Verdict.Undecided, true, 0.06), (coarse.Verdict, coarse.IsWithinInstrumentError, coarse.InstrumentShare));
        Assert.True(Comparison.Within([baseline, candidate.With(result => result with { Instrument = null })], null, [], []).LacksCalibration);
    }

    [Fact]
    public void Only_cases_that_every_load_has_a_figure_of_are_counted()
    {
        var short_ = MadeResults.Of("q4", Speeds(40, Luck)).WithLoads(load => load with { MeanDecodeTokensPerSecondByCase = MadeResults.Cases(("short", load.MeanDecodeTokensPerSecond!.Value)) });

        var pair = Decode(Comparison.Within([MadeResults.Of("q6", Speeds(40)), short_], null, [], [])).Pairs[0];

        Assert.Equal(["short"], pair.Cases);
        Assert.Equal(1, pair.Ratio!.Value, 2);
    }

    [Fact]
    public void A_model_that_was_loaded_before_is_one_load_however_often_it_was_measured()
    {
        var before = MadeResults.Of("q4", Speeds(48)).WithLoads(load => load with { LoadId = "before/q4", WasLoadedBefore = true });

        var comparison = Comparison.Within([MadeResults.Of("q6", Speeds(40)), before], null, [], []);

        Assert.Equal(1, Decode(comparison).Pairs[0].CandidateLoads);
        Assert.Equal("q4 has none: whether its weights came from the disk or from the page cache is not known", comparison.Metrics.Single(one => one.Metric == ComparedMetric.Load).Pairs[0].WhyNot);
    }

    [Fact]
    public void A_load_that_was_cut_short_counts_with_the_one_its_run_ended_with()
    {
        var one = MadeResults.Of("q4", Speeds(48));
        var cut = one.Result.Loads[0] with { LoadId = "b1/q4#0", MeanDecodeTokensPerSecond = null, MeanDecodeTokensPerSecondByCase = MadeResults.Cases(("short", 48)) };

        var pair = Decode(Comparison.Within([MadeResults.Of("q6", Speeds(40)), one.With(result => result with { Loads = [cut, .. result.Loads] })], null, [], [])).Pairs[0];

        Assert.Equal((6, 6), (pair.BaselineLoads, pair.CandidateLoads));
    }

    [Fact]
    public void A_variant_that_scatters_more_than_the_others_is_told()
    {
        var wild = MadeResults.Of("q4", [40, 52, 33, 47, 30, 49]);

        var spread = Decode(Comparison.Within([MadeResults.Of("q6", Speeds(40, Luck)), MadeResults.Of("q8", Speeds(35)), MadeResults.Of("q2", Speeds(60)), MadeResults.Of("q3", Speeds(55, Luck)), MadeResults.Of("q5", Speeds(45)), wild], null, [], [])).UnequalSpread;

        Assert.Equal("now/q4", spread?.Variant);
    }

    /// <summary>Of two variants in whole blocks every residual has its mirror image: their spreads are equal but for rounding.</summary>
    [Fact]
    public void Two_variants_alone_never_scatter_unequally()
    {
        var random = new Random(9);
        for (var round = 0; round < 200; round++)
        {
            var (one, other) = (MadeResults.Of("a", [.. Enumerable.Range(0, 6).Select(_ => 30 + random.NextDouble())]), MadeResults.Of("b", [.. Enumerable.Range(0, 6).Select(_ => 30 + (9 * random.NextDouble()))]));
            Assert.Null(Decode(Comparison.Within([one, other], null, [], [])).UnequalSpread);
        }
    }

    private static MetricComparison Decode(Comparison comparison)
    {
        Assert.Empty(comparison.Refusals);
        return comparison.Metrics[0];
    }

    private static double[] Speeds(double speed, double[]? luck = null) => [.. Drift.Select((drift, block) => speed * drift * (luck ?? [.. Luck.Reverse()])[block])];
}
