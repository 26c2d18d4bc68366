using LlmObs.Statistics;
using MathNet.Numerics.LinearAlgebra;

namespace LlmObs.Tests.Statistics;

public sealed class TwoWayFitTests
{
    [Fact]
    public void Complete_blocks_compare_by_the_mean_of_the_differences_and_pool_the_spread()
    {
        // worked by hand: effects of b over a are 0.1, 0.3; block means cancel; residuals are all ∓0.05, so s² = 4 · 0.0025 / 1
        var fit = TwoWayFit.Of([new("a", "1", 1.0), new("b", "1", 1.1), new("a", "2", 2.0), new("b", "2", 2.3)])!;

        var contrast = fit.Compare("a", "b")!;

        Assert.Equal(1, fit.DegreesOfFreedom);
        Assert.Equal(0.1, fit.ResidualSd!.Value, 12);
        Assert.Equal(0.2, contrast.LogRatio, 12);
        Assert.Equal(0.1, contrast.StandardError!.Value, 12);
        // t(0.975, 1) = 12.7062
        Assert.Equal(Math.Exp(0.2 + 1.27062), contrast.Interval!.Value.Upper, 4);
        Assert.Equal(-0.2, fit.Compare("b", "a")!.LogRatio, 12);
    }

    [Fact]
    public void What_all_variants_of_a_block_share_is_no_difference_of_theirs()
    {
        var steady = Campaign(drift: 0);
        var drifting = Campaign(drift: 0.4);

        Assert.Equal(TwoWayFit.Of(steady)!.Compare("a", "c")!.LogRatio, TwoWayFit.Of(drifting)!.Compare("a", "c")!.LogRatio, 10);
        Assert.Equal(TwoWayFit.Of(steady)!.ResidualSd!.Value, TwoWayFit.Of(drifting)!.ResidualSd!.Value, 10);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Incomplete_blocks_give_what_least_squares_over_all_parameters_gives(int seed)
    {
        var replicates = Incomplete(seed);

        var fit = TwoWayFit.Of(replicates)!;
        var (logRatio, error, freedom) = ByAllParameters(replicates, "a", "d");

        Assert.Equal(freedom, fit.DegreesOfFreedom);
        Assert.Equal(logRatio, fit.Compare("a", "d")!.LogRatio, 9);
        Assert.Equal(error, fit.Compare("a", "d")!.StandardError!.Value, 9);
    }

    [Fact]
    public void Variants_of_two_days_are_compared_only_through_an_anchor_measured_on_both()
    {
        List<Replicate> days = [new("a", "1", 0), new("anchor", "1", 1), new("a", "2", 0.1), new("anchor", "2", 1.2), new("b", "3", 5), new("c", "3", 6), new("b", "4", 5.2), new("c", "4", 6.1)];

        Assert.Null(TwoWayFit.Of(days)!.Compare("a", "b"));
        Assert.NotNull(TwoWayFit.Of(days)!.Compare("b", "c"));
        Assert.Equal(5 - 4, TwoWayFit.Of([.. days, new("anchor", "3", 5), new("anchor", "4", 5.1)])!.Compare("a", "b")!.LogRatio, 0.3);
    }

    [Fact]
    public void One_block_bears_a_ratio_and_no_interval()
    {
        var contrast = TwoWayFit.Of([new("a", "1", 0), new("b", "1", Math.Log(2))])!.Compare("a", "b")!;

        Assert.Equal(2, contrast.Ratio, 12);
        Assert.Null(contrast.Interval);
        Assert.Null(contrast.DifferenceP);
        Assert.Null(contrast.EquivalenceP(0.03));
    }

    [Fact]
    public void Nothing_measured_is_no_fit_and_a_speed_of_0_is_a_bug()
    {
        Assert.Null(TwoWayFit.Of([]));
        Assert.Throws<ArgumentException>(() => TwoWayFit.Of([new("a", "1", Math.Log(0))]));
    }

    [Fact]
    public void A_variant_that_was_never_measured_is_not_compared() => Assert.Null(TwoWayFit.Of([new("a", "1", 0)])!.Compare("a", "b"));

    private static List<Replicate> Campaign(double drift)
    {
        var random = new Random(7);
        return [.. from block in Enumerable.Range(1, 4) from variant in new[] { "a", "b", "c" } select new Replicate(variant, $"{block}", (drift * block) + random.NextDouble())];
    }

    private static List<Replicate> Incomplete(int seed)
    {
        var random = new Random(seed);
        var all = from block in Enumerable.Range(1, 6) from variant in new[] { "a", "b", "c", "d" } select new Replicate(variant, $"{block}", random.NextDouble() + block);
        // the first two blocks stay whole, so that all hang together
        return [.. all.Where(replicate => replicate.Block is "1" or "2" || random.NextDouble() < 0.6)];
    }

    /// <summary>The same by the long way: a column for each variant and each block but the first, QR.</summary>
    private static (double LogRatio, double Error, int Freedom) ByAllParameters(List<Replicate> replicates, string from, string to)
    {
        var variants = replicates.Select(replicate => replicate.Variant).Distinct(StringComparer.Ordinal).ToList();
        var blocks = replicates.Select(replicate => replicate.Block).Distinct(StringComparer.Ordinal).Skip(1).ToList();
        var design = Matrix<double>.Build.Dense(replicates.Count, variants.Count + blocks.Count, (row, column) => column < variants.Count
            ? (replicates[row].Variant == variants[column] ? 1 : 0)
            : (replicates[row].Block == blocks[column - variants.Count] ? 1 : 0));
        var seen = Vector<double>.Build.DenseOfEnumerable(replicates.Select(replicate => replicate.LogSpeed));
        var parameters = design.QR().Solve(seen);
        var freedom = replicates.Count - parameters.Count;
        var variance = (seen - (design * parameters)).L2Norm() is var norm ? norm * norm / freedom : 0;
        var contrast = Vector<double>.Build.Dense(parameters.Count);
        (contrast[variants.IndexOf(from)], contrast[variants.IndexOf(to)]) = (-1, 1);
        var information = design.TransposeThisAndMultiply(design).Inverse();
        return (contrast * parameters, Math.Sqrt(variance * (contrast * information * contrast)), freedom);
    }
}
