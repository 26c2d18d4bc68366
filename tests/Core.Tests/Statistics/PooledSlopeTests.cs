using LlmObs.Statistics;
using MathNet.Numerics.Distributions;
using static LlmObs.Tests.Statistics.SimulatedCampaign;

namespace LlmObs.Tests.Statistics;

public sealed class PooledSlopeTests
{
    private const int Campaigns = 4000;
    private const double LoadSd = 0.02;

    [Fact]
    public void A_slope_worked_out_by_hand_is_found()
    {
        // y = 1, 3, 2 at x = 0, 1, 2: slope 0.5, residuals −0.5, 1, −0.5, s² = 1.5, t(0.975, 1) = 12.7062
        var slope = PooledSlope.Of([("a", 0, 1), ("a", 1, 3), ("a", 2, 2)])!;

        Assert.Equal((1, 3, false), (slope.DegreesOfFreedom, slope.N, slope.IsCertain));
        Assert.Equal(0.5, slope.Slope, 12);
        Assert.Equal(12.7062 * Math.Sqrt(1.5 / 2), slope.HalfWidth!.Value, 3);
    }

    [Fact]
    public void Groups_of_different_level_share_one_slope_and_their_levels_do_not_count()
    {
        var slope = PooledSlope.Of([("a", 0, 10), ("a", 1, 12), ("b", 5, -3), ("b", 6, -1), ("b", 7, 1), ("alone", 100, 0)])!;

        Assert.Equal((2.0, 5, 2), (Math.Round(slope.Slope, 9), slope.N, slope.DegreesOfFreedom));
        Assert.True(slope.IsCertain);
    }

    [Theory]
    [InlineData(new double[] { 1 }), InlineData(new double[] { 3, 3, 3 }), InlineData(new double[0])]
    public void Where_nothing_lies_apart_in_x_there_is_no_slope(double[] xs) => Assert.Null(PooledSlope.Of(xs.Select((x, index) => ("a", x, (double)index))));

    [Fact]
    public void Two_points_have_a_slope_and_no_interval_and_are_no_drift()
    {
        var slope = PooledSlope.Of([("a", 0, 0), ("a", 1, 5)])!;

        Assert.Equal((5.0, null, false), (slope.Slope, slope.HalfWidth, slope.IsCertain));
    }

    [Theory]
    [InlineData(1, 6, 41), InlineData(9, 6, 42), InlineData(4, 3, 43), InlineData(1, 3, 44)]
    public void A_machine_that_stays_as_it_is_drifts_in_one_campaign_of_twenty_at_most(int variants, int blocks, int seed)
    {
        var drifts = Share(Campaigns, seed, random => PooledSlope.Of(Session(random, variants, blocks, drift: 0))!.IsCertain);

        Assert.InRange(drifts, 0.035, 0.062);
    }

    [Theory]
    [InlineData(9, 6, -0.01, 51), InlineData(4, 6, 0.015, 52)]
    public void A_drift_of_a_percent_an_hour_is_found_and_the_interval_holds_it(int variants, int blocks, double drift, int seed)
    {
        var found = Share(Campaigns, seed, random => PooledSlope.Of(Session(random, variants, blocks, drift)) is { IsCertain: true } slope && Math.Sign(slope.Slope) == Math.Sign(drift));
        var holds = Share(Campaigns, seed, random => PooledSlope.Of(Session(random, variants, blocks, drift)) is { } slope && Math.Abs(slope.Slope - drift) <= slope.HalfWidth);

        Assert.True(found > 0.9, $"{found}");
        Assert.InRange(holds, 0.935, 0.965);
    }

    [Fact]
    public void What_is_added_to_a_group_and_where_its_clock_begins_change_nothing()
    {
        var random = new Random(61);
        var points = Session(random, 5, 4, drift: 0.02).ToList();
        var moved = points.Select(point => (point.Group, point.X + 1000, point.Y + point.Group.Length * 3.5));

        var (one, other) = (PooledSlope.Of(points)!, PooledSlope.Of(moved)!);

        Assert.Equal(one.Slope, other.Slope, 9);
        Assert.Equal(one.HalfWidth!.Value, other.HalfWidth!.Value, 9);
    }

    [Fact]
    public void Spread_is_pooled_within_groups()
    {
        // (1, 3): squares 2, one degree; (10, 10, 13): squares 6, two degrees
        var spread = PooledSpread.Of([("a", 1), ("a", 3), ("b", 10), ("b", 10), ("b", 13), ("alone", 7)])!;

        Assert.Equal((3, Math.Sqrt(8.0 / 3)), (spread.DegreesOfFreedom, spread.Sd));
        Assert.Null(PooledSpread.Of([("a", 1), ("b", 2)]));
    }

    /// <summary>Loads some twenty minutes apart, each variant at its own level, with the luck of each load.</summary>
    private static IEnumerable<(string Group, double X, double Y)> Session(Random random, int variants, int blocks, double drift)
    {
        var hours = 0.0;
        for (var block = 0; block < blocks; block++)
        {
            for (var variant = 0; variant < variants; variant++)
            {
                hours += 0.2 + 0.3 * random.NextDouble();
                yield return ($"v{variant}", hours, 3 + 0.2 * variant + drift * hours + Normal.Sample(random, 0, LoadSd));
            }
        }
    }
}
