using CsCheck;
using LlmObs.Statistics;
using MathNet.Numerics.Distributions;

namespace LlmObs.Tests.Statistics;

/// <summary>mean ± t(0.975, n − 1) · s / √n, with t from the printed tables: 12.7062, 4.3027 and 2.5706 at 1, 2 and 5 degrees of freedom.</summary>
public sealed class MeanIntervalTests
{
    /// <summary>s = √2, s / √n = 1.</summary>
    [Fact]
    public void Two_loads_have_an_interval_of_twelve_times_their_error() => AssertInterval([10, 12], 2, 11, 12.706204736);

    /// <summary>s = 1, s / √n = 0.57735.</summary>
    [Fact]
    public void Three_loads() => AssertInterval([1, 2, 3], 3, 2, 4.302652730 / Math.Sqrt(3));

    /// <summary>The sum of squares about 47 is 4: s² = 0.8, s / √n = 0.365148.</summary>
    [Fact]
    public void Six_loads() => AssertInterval([46, 47, 48, 48, 47, 46], 6, 47, 2.570581836 * Math.Sqrt(0.8 / 6));

    [Fact]
    public void One_load_has_no_interval_and_none_has_no_mean()
    {
        Assert.Equal(new MeanInterval(1, 47, null), MeanInterval.Of([47]));
        Assert.Null(MeanInterval.Of([]));
    }

    [Fact]
    public void Loads_that_agree_exactly_have_an_interval_of_nothing() => Assert.Equal(new MeanInterval(3, 47, 0), MeanInterval.Of([47, 47, 47]));

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void What_is_no_number_is_a_bug_and_throws(double value) => Assert.Throws<ArgumentException>(() => MeanInterval.Of([1, value, 2]));

    /// <summary>10,000 sessions of known truth: the share of intervals that hold it has a standard error of 0.2 %. With 1.96 for t it would be 81 % at n = 3.</summary>
    [Theory]
    [InlineData(2), InlineData(3), InlineData(6), InlineData(14)]
    public void Ninety_five_of_a_hundred_intervals_hold_the_truth(int loads)
    {
        const int Sessions = 10_000;
        var random = new Random(20260204);

        var held = Enumerable.Range(0, Sessions).Count(_ => Holds(MeanInterval.Of(Loads(random, loads))!, 47));

        Assert.InRange(held / (double)Sessions, 0.94, 0.96);
    }

    [Fact]
    public void Another_unit_scales_the_interval_and_a_shift_only_moves_it() =>
        Gen.Select(Gen.Int[-100_000, 100_000].Select(value => value / 64.0).Array[2, 20], Gen.Int[-50, 50], Gen.Int[-1000, 1000]).Sample((values, scale, shift) =>
        {
            var (one, other) = (MeanInterval.Of(values)!, MeanInterval.Of(values.Select(value => value * scale + shift))!);

            Assert.Equal(one.Mean * scale + shift, other.Mean, 1e-6);
            Assert.Equal(one.HalfWidth!.Value * Math.Abs(scale), other.HalfWidth!.Value, 1e-5);
            Assert.Equal(values.Length, other.N);
        }, iter: 1000, threads: 1);

    [Fact]
    public void The_order_of_loads_does_not_matter() => Gen.Int[1, 1000].Select(value => value / 8.0).Array[2, 20].Sample(values =>
        AssertInterval(values.Reverse(), values.Length, MeanInterval.Of(values)!.Mean, MeanInterval.Of(values)!.HalfWidth!.Value), iter: 500, threads: 1);

    private static IEnumerable<double> Loads(Random random, int count) => Enumerable.Range(0, count).Select(_ => Normal.Sample(random, 47, 1.2)).ToList();

    private static bool Holds(MeanInterval interval, double truth) => Math.Abs(interval.Mean - truth) <= interval.HalfWidth;

    private static void AssertInterval(IEnumerable<double> values, int n, double mean, double halfWidth)
    {
        var interval = MeanInterval.Of(values)!;

        Assert.Equal(n, interval.N);
        Assert.Equal(mean, interval.Mean, 1e-9);
        Assert.Equal(halfWidth, interval.HalfWidth!.Value, 1e-8);
    }
}
