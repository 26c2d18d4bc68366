using CsCheck;
using LlmObs.Statistics;

namespace LlmObs.Tests.Statistics;

/// <summary>A sample summed up, against values worked out by hand: type 7 stands at (n − 1) · p between order statistics.</summary>
public sealed class DistributionTests
{
    private static readonly Gen<double[]> Sample = Gen.Int[-1_000_000, 1_000_000].Select(value => value / 64.0).Array[1, 150];

    /// <summary>1 … 10: the sum of squares about 5.5 is 82.5; p90 stands at 9 · 0.9 = 8.1, a tenth of the way from 9 to 10.</summary>
    [Fact]
    public void Ten_values_have_mean_deviation_median_and_p90()
    {
        var one = Of(Enumerable.Range(1, 10).Select(value => (double)value));

        Assert.Equal((10, 5.5, 5.5, 1.0, 10.0), (one.N, one.Mean, one.P50, one.Min, one.Max));
        Assert.Equal(Math.Sqrt(82.5 / 9), one.Sd!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(82.5 / 9) / 5.5, one.Cv!.Value, 1e-12);
        Assert.Equal(9.1, one.P90!.Value, 1e-12);
    }

    /// <summary>1², … 20²: p50 at 9.5 between 100 and 121, p90 at 17.1 between 324 and 361, p95 at 18.05 between 361 and 400.</summary>
    [Fact]
    public void Percentiles_lie_between_order_statistics_in_proportion()
    {
        var one = Of(Enumerable.Range(1, 20).Select(value => (double)value * value));

        Assert.Equal(110.5, one.P50, 1e-12);
        Assert.Equal(324 + 0.1 * 37, one.P90!.Value, 1e-9);
        Assert.Equal(361 + 0.05 * 39, one.P95!.Value, 1e-9);
    }

    /// <summary>R: quantile(1:100, c(0.5, 0.9, 0.95, 0.99)).</summary>
    [Fact]
    public void A_hundred_values_are_summed_up_as_R_does()
    {
        var one = Of(Enumerable.Range(1, 100).Reverse().Select(value => (double)value));

        Assert.Equal(50.5, one.P50, 1e-12);
        Assert.Equal(90.1, one.P90!.Value, 1e-9);
        Assert.Equal(95.05, one.P95!.Value, 1e-9);
        Assert.Equal(99.01, one.P99!.Value, 1e-9);
    }

    [Theory]
    [InlineData(9, false, false, false)]
    [InlineData(10, true, false, false)]
    [InlineData(19, true, false, false)]
    [InlineData(20, true, true, false)]
    [InlineData(99, true, true, false)]
    [InlineData(100, true, true, true)]
    public void A_percentile_is_unknown_where_n_does_not_bear_it(int n, bool hasP90, bool hasP95, bool hasP99)
    {
        var one = Of(Enumerable.Range(0, n).Select(value => (double)value));

        Assert.Equal((hasP90, hasP95, hasP99), (one.P90 is not null, one.P95 is not null, one.P99 is not null));
    }

    [Fact]
    public void One_value_has_no_spread()
    {
        var one = Of([47]);

        Assert.Equal(new Distribution { N = 1, Mean = 47, Min = 47, P50 = 47, Max = 47 }, one);
    }

    [Fact]
    public void The_deviation_is_taken_over_n_minus_1()
    {
        Assert.Equal(Math.Sqrt(2), Of([10, 12]).Sd!.Value, 1e-12);
        Assert.Equal(0, Of([7, 7, 7]).Sd);
    }

    [Fact]
    public void At_mean_0_the_coefficient_of_variation_is_unknown_and_below_0_it_is_positive()
    {
        Assert.Null(Of([-1, 1]).Cv);
        Assert.Equal(Math.Sqrt(2), Of([-1, 1]).Sd!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(2) / 11, Of([-10, -12]).Cv!.Value, 1e-12);
    }

    [Fact]
    public void No_values_are_no_distribution() => Assert.Null(Distribution.Of([]));

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_a_bug_and_throws(double value) => Assert.Throws<ArgumentException>(() => Distribution.Of([1, value, 2]));

    [Fact]
    public void Percentiles_rise_between_least_and_largest_and_order_does_not_matter() => Sample.Sample(values =>
    {
        var one = Of(values);
        double[] rising = [.. new double?[] { one.Min, one.P50, one.P90, one.P95, one.P99, one.Max }.OfType<double>()];

        Assert.Equal(rising.Order(), rising);
        Assert.InRange(one.Mean, one.Min - 1e-9, one.Max + 1e-9);
        Assert.Equal(one, Of(values.Reverse()));
    }, iter: 1000, threads: 1);

    [Fact]
    public void Another_unit_scales_and_shifts_everything_alike() => Gen.Select(Sample, Gen.Int[1, 50], Gen.Int[-1000, 1000]).Sample((values, scale, shift) =>
    {
        var (one, other) = (Of(values), Of(values.Select(value => value * scale + shift)));

        AssertNear(one.Mean * scale + shift, other.Mean);
        AssertNear(one.Sd * scale, other.Sd);
        AssertNear(one.P50 * scale + shift, other.P50);
        AssertNear(one.P95 * scale + shift, other.P95);
    }, iter: 1000, threads: 1);

    private static Distribution Of(IEnumerable<double> values) => Distribution.Of(values)!;

    private static void AssertNear(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.Equal(expected ?? 0, actual ?? 0, 1e-5);
    }
}
