using LlmObs.Statistics;
using static LlmObs.Tests.Statistics.SimulatedCampaign;

namespace LlmObs.Tests.Statistics;

/// <summary>What the words promise, tried on thousands of campaigns whose truth is known. Seeds are fixed: a change of the method shows, luck does not.</summary>
public sealed class ComparisonSimulationTests
{
    private const int Campaigns = 4000;
    private const double LoadSd = 0.02;

    [Theory]
    [InlineData(2, 6, 1.0, 11)]
    [InlineData(4, 6, 1.0, 12)]
    [InlineData(4, 3, 1.0, 13)]
    [InlineData(5, 8, 0.6, 14)]
    public void Equal_variants_are_told_apart_in_one_campaign_of_twenty(int variants, int blocks, double shareOnDisk, int seed)
    {
        var differs = Share(Campaigns, seed, random => TwoWayFit.Of(Of(random, new double[variants], blocks, LoadSd, shareOnDisk))!.Compare("0", "1")!.DifferenceP < 0.05);

        Assert.InRange(differs, 0.035, 0.06);
    }

    [Theory]
    [InlineData(3, 1.0, 21)]
    [InlineData(6, 1.0, 22)]
    [InlineData(6, 0.6, 23)]
    public void The_interval_holds_the_truth_in_nineteen_campaigns_of_twenty(int blocks, double shareOnDisk, int seed)
    {
        double[] truth = [3, 3.1, 2.8, 3.05];

        var holds = Share(Campaigns, seed, random =>
        {
            var (lower, upper) = TwoWayFit.Of(Of(random, truth, blocks, LoadSd, shareOnDisk))!.Compare("0", "2")!.Interval!.Value;
            return lower <= Math.Exp(-0.2) && Math.Exp(-0.2) <= upper;
        });

        Assert.InRange(holds, 0.94, 0.96);
    }

    [Theory]
    [InlineData(0.05, 31)]
    [InlineData(0.08, 32)]
    public void So_many_blocks_as_were_said_to_decide_do_so_in_four_campaigns_of_five(double logRatio, int seed)
    {
        var blocks = BlocksToDecide.Of(logRatio, LoadSd, 4)!.Value;

        var decided = Share(Campaigns, seed, random => TwoWayFit.Of(Of(random, [0, logRatio, 0.3, 0.6], blocks, LoadSd))!.Compare("0", "1")!.DifferenceP < 0.05);
        var before = Share(Campaigns, seed, random => TwoWayFit.Of(Of(random, [0, logRatio, 0.3, 0.6], blocks - 1, LoadSd))!.Compare("0", "1")!.DifferenceP < 0.05);

        Assert.InRange(decided, 0.77, 0.99);
        Assert.True(before < decided, $"{before} before {decided}");
        Assert.True(before < 0.83, $"{blocks - 1} blocks decide {before:P0} already.");
    }

    [Fact]
    public void So_many_blocks_as_were_said_to_show_equality_do_so_in_four_campaigns_of_five()
    {
        var blocks = BlocksToDecide.Of(0, LoadSd, 4)!.Value;

        var equivalent = Share(Campaigns, 41, random => TwoWayFit.Of(Of(random, new double[4], blocks, LoadSd))!.Compare("0", "1")!.EquivalenceP(0.03) < 0.05);

        Assert.InRange(equivalent, 0.76, 0.9);
    }

    [Fact]
    public void A_difference_as_large_as_the_margin_is_called_equivalent_in_at_most_one_campaign_of_twenty()
    {
        var equivalent = Share(Campaigns, 51, random => TwoWayFit.Of(Of(random, [0, Math.Log(1.03), 0.2], 12, LoadSd))!.Compare("0", "1")!.EquivalenceP(0.03) < 0.05);

        Assert.InRange(equivalent, 0.02, 0.06);
    }

    [Fact]
    public void Over_many_declared_pairs_a_wrong_word_still_comes_in_one_campaign_of_twenty_at_most()
    {
        (string, string)[] pairs = [("0", "1"), ("0", "2"), ("0", "3"), ("0", "4"), ("0", "5")];

        var wrong = Share(Campaigns, 61, random => PairComparison.All(TwoWayFit.Of(Of(random, new double[6], 6, LoadSd))!, pairs).Any(pair => pair.Verdict is Verdict.Faster or Verdict.Slower));

        Assert.InRange(wrong, 0.015, 0.06);
    }

    [Fact]
    public void Unequal_spread_is_seldom_seen_where_there_is_none_and_mostly_where_one_scatters_fivefold()
    {
        var calm = Share(1000, 71, random => UnequalSpread.Of(TwoWayFit.Of(Of(random, new double[5], 6, LoadSd))!) is not null);
        var wild = Share(1000, 72, random => UnequalSpread.Of(TwoWayFit.Of([.. Of(random, new double[5], 6, LoadSd).Select(Scattered(random))])!)?.Variant == "3");

        Assert.InRange(calm, 0, 0.025);
        Assert.InRange(wild, 0.6, 1);
    }

    private static Func<Replicate, Replicate> Scattered(Random random) =>
        replicate => replicate.Variant == "3" ? replicate with { LogSpeed = replicate.LogSpeed + MathNet.Numerics.Distributions.Normal.Sample(random, 0, 5 * LoadSd) } : replicate;
}
