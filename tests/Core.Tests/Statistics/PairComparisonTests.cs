using LlmObs.Statistics;

namespace LlmObs.Tests.Statistics;

public sealed class PairComparisonTests
{
    [Theory]
    [InlineData(1.18, 0.01, Verdict.Faster)]
    [InlineData(0.85, 0.01, Verdict.Slower)]
    [InlineData(1.002, 0.003, Verdict.Equivalent)]
    [InlineData(1.02, 0.0005, Verdict.Equivalent)]
    [InlineData(1.03, 0.08, Verdict.Undecided)]
    public void The_word_comes_from_the_interval(double ratio, double spread, Verdict expected) => Assert.Equal(expected, Of(ratio, spread).Verdict);

    [Fact]
    public void An_undecided_pair_says_how_many_blocks_would_decide_it_and_a_decided_one_does_not()
    {
        Assert.InRange(Of(1.04, 0.08).BlocksToDecide!.Value, 7, 60);
        Assert.Null(Of(1.5, 0.03).BlocksToDecide);
    }

    [Fact]
    public void What_is_not_tied_together_has_no_word_and_no_number()
    {
        var fit = TwoWayFit.Of([new("a", "1", 0), new("b", "2", 1)])!;

        var pair = Assert.Single(PairComparison.All(fit, [("a", "b")]));

        Assert.Null(pair.Contrast);
        Assert.Equal(Verdict.Undecided, pair.Verdict);
        Assert.Null(pair.BlocksToDecide);
    }

    [Fact]
    public void One_block_decides_nothing()
    {
        var pair = Assert.Single(PairComparison.All(TwoWayFit.Of([new("a", "1", 0), new("b", "1", 1)])!, [("a", "b")]));

        Assert.Equal(Verdict.Undecided, pair.Verdict);
    }

    [Fact]
    public void Loads_without_any_spread_are_certain()
    {
        var fit = TwoWayFit.Of([new("a", "1", 1), new("b", "1", 1.5), new("c", "1", 1), new("a", "2", 1), new("b", "2", 1.5), new("c", "2", 1)])!;

        Assert.Equal([Verdict.Faster, Verdict.Equivalent], PairComparison.All(fit, [("a", "b"), ("a", "c")]).Select(pair => pair.Verdict));
    }

    [Fact]
    public void Holm_multiplies_the_smallest_by_all_the_next_by_one_less_and_never_turns_the_order()
    {
        // Holm 1979's rule by hand: 0.01·4, 0.03·3, max(0.09, 0.035·2), max(0.09, 0.9·1)
        Assert.Equal([0.09, 0.04, 0.9, 0.09], Holm.Adjust([0.03, 0.01, 0.9, 0.035]).Select(p => Math.Round(p, 12)));
        Assert.Empty(Holm.Adjust([]));
        Assert.Equal([1.0, 1.0], Holm.Adjust([0.9, 0.8]));
    }

    [Fact]
    public void More_variants_in_a_block_tell_more_of_the_spread() =>
        Assert.True(BlocksToDecide.Of(0.05, 0.02, 14) < BlocksToDecide.Of(0.05, 0.02, 2));

    /// <summary>The number is before Holm's correction, which is what left the pair undecided.</summary>
    [Fact]
    public void An_undecided_pair_is_never_told_to_take_the_blocks_it_has()
    {
        Assert.True(BlocksToDecide.Of(0.05, 0.02, 4) < 12);
        Assert.Equal(13, BlocksToDecide.Of(0.05, 0.02, 4, present: 12));
    }

    [Fact]
    public void Pairs_that_only_Holm_leaves_undecided_want_more_blocks_than_there_are()
    {
        double[] noise = [1, -1, 0.5, -0.5, 0.2, -0.2];
        var replicates = noise.SelectMany((_, block) => Enumerable.Range(0, 12)
            .Select(variant => new Replicate($"v{variant}", $"{block}", (variant == 0 ? 0 : 0.02) + (0.02 * noise[(block + variant) % 6]))));
        var pairs = Enumerable.Range(1, 11).Select(variant => ("v0", $"v{variant}"));

        var compared = PairComparison.All(TwoWayFit.Of([.. replicates])!, [.. pairs]);

        Assert.Contains(compared, pair => pair.Verdict == Verdict.Undecided);
        Assert.All(compared.Where(pair => pair.Verdict == Verdict.Undecided), pair => Assert.True(pair.BlocksToDecide > 6));
    }

    [Fact]
    public void What_a_thousand_blocks_would_not_decide_has_no_number() => Assert.Null(BlocksToDecide.Of(0, 1, 4));

    /// <summary>The facts' rule of thumb: at 2 % from load to load 14 variants × 3 blocks have a half-width of 3.4 %, × 6 one of 2.3 %.</summary>
    [Theory]
    [InlineData(3, 0.034)]
    [InlineData(6, 0.023)]
    public void Half_widths_are_as_the_design_counted_on(int blocks, double expected)
    {
        var freedom = 13 * (blocks - 1);
        var (_, upper) = new Contrast(0, 0.02 * Math.Sqrt(2.0 / blocks), freedom).Interval!.Value;

        Assert.Equal(expected, Math.Log(upper), 0.0006);
    }

    /// <summary>Six blocks of three variants whose loads scatter by a fixed pattern.</summary>
    private static PairComparison Of(double ratio, double spread)
    {
        double[] pattern = [1, -1, 0.5, -0.5, 0.2, -0.2];
        var replicates = pattern.SelectMany((luck, block) => new Replicate[]
        {
            new("a", $"{block}", block + (spread * luck)),
            new("b", $"{block}", block + Math.Log(ratio) - (spread * luck)),
            new("c", $"{block}", block + 2 + (spread * pattern[(block + 3) % 6])),
        });
        return Assert.Single(PairComparison.All(TwoWayFit.Of([.. replicates])!, [("a", "b")]));
    }
}
