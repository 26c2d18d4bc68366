using LlmObs.Results;
using static LlmObs.Tests.Results.SmallSession;

namespace LlmObs.Tests.Results;

public sealed class StabilityTests
{
    [Fact]
    public void Requests_of_one_case_tell_of_the_spread_within_a_load_and_the_loads_of_that_between_them()
    {
        // 20 and 21 ms a token, then 22 and 21: half of ln(21/20) is the deviation within each load
        var stability = Of(Run(1, 0, 20, 21), Run(2, 1, 22, 21));

        Assert.Equal(2, stability.WithinLoad!.DegreesOfFreedom);
        Assert.Equal(Math.Sqrt((Square(Math.Log(21.0 / 20)) + Square(Math.Log(22.0 / 21))) / 2 / 2), stability.WithinLoad.Sd, 6);
        Assert.NotNull(stability.BetweenLoads);
        Assert.Null(stability.DriftOverTime);
    }

    [Fact]
    public void A_case_sent_once_a_load_says_nothing_about_drift_within_one()
    {
        var stability = Of(Run(1, 0, 20), Run(2, 1, 21), Run(3, 2, 20));

        Assert.Null(stability.WithinLoad);
        Assert.Null(stability.DriftWithinLoad);
        Assert.NotNull(stability.DriftOverTime);
    }

    [Fact]
    public void A_machine_that_gets_slower_from_hour_to_hour_is_seen_and_one_that_does_not_is_not()
    {
        var slower = Of(Run(1, 0, 100), Run(2, 10, 110), Run(3, 20, 122), Run(4, 30, 134));
        var steady = Of(Run(1, 0, 100), Run(2, 10, 110), Run(3, 20, 99), Run(4, 30, 104));

        Assert.True(slower.DriftOverTime!.IsCertain);
        Assert.InRange(Stability.Share(slower.DriftOverTime.Slope), -0.0105, -0.0090);
        Assert.False(steady.DriftOverTime!.IsCertain);
    }

    [Fact]
    public void Speed_that_falls_from_request_to_request_of_a_load_is_drift_within_it()
    {
        var stability = Of(Run(1, 0, 100, 103, 106, 109), Run(2, 1, 90, 93, 96, 98));

        Assert.True(stability.DriftWithinLoad!.IsCertain);
        Assert.InRange(Stability.Share(stability.DriftWithinLoad.Slope), -0.035, -0.025);
    }

    [Fact]
    public void All_variants_together_tell_of_the_machine()
    {
        var plan = Plan(Variant("a"), Variant("b"));
        var entries = new[] { ("a", 1, 0, 100), ("b", 1, 1, 50), ("a", 2, 10, 110), ("b", 2, 11, 55), ("a", 3, 20, 121), ("b", 3, 21, 61) }.SelectMany(one => Run(one.Item2, one.Item3, one.Item1, one.Item4));

        var drift = StabilityResults.DriftOf(VariantResults.From(Header, plan, [.. entries]))!;

        Assert.Equal((6, 3, true), (drift.N, drift.DegreesOfFreedom, drift.IsCertain));
        Assert.InRange(Stability.Share(drift.Slope), -0.0105, -0.0090);
    }

    private static double Square(double value) => value * value;

    private static Stability Of(params IEnumerable<JournalEntry>[] runs) => Assert.Single(VariantResults.From(Header, Plan(Variant("v")), [.. runs.SelectMany(run => run)])).Stability!;

    private static IEnumerable<JournalEntry> Run(int block, double hours, params int[] gaps) => Run(block, hours, "v", gaps);

    /// <summary>A load with one request for each gap between tokens, in milliseconds.</summary>
    private static IEnumerable<JournalEntry> Run(int block, double hours, string variant, params int[] gaps)
    {
        var load = Load(variant, block, $"{variant}-{block}", seconds: 3);
        yield return load;
        foreach (var (gap, index) in gaps.Select((gap, index) => (gap, index)))
            yield return Request(load, Stream(first: 80, gap) with { SentAt = Start.AddHours(hours).AddMinutes(index) }, iteration: index);
        yield return End(load);
    }
}
