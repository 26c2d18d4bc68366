using CsCheck;
using LlmObs.Conditions;
using static LlmObs.Tests.Conditions.Watching;

namespace LlmObs.Tests.Conditions;

public sealed class IntegralTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

    /// <summary>0–1 s: (10+20)/2·1 = 15; 1–3 s: (20+40)/2·2 = 60; 3–3.5 s: 40 → 35, 18.75.</summary>
    [Fact]
    public void Power_is_summed_up_by_trapezoids_of_uneven_width()
    {
        var readings = Readings((0, 10), (1, 20), (3, 40), (3.5, 35));

        Assert.Equal(new Integral(93.75, TimeSpan.FromSeconds(3.5)), Integral.OfRate(readings, Time(0, 3.5), Gap));
    }

    /// <summary>From 0.5 (15 W) to 1 (20 W): 8.75; from 1 (20 W) to 2 (30 W): 25.</summary>
    [Fact]
    public void The_ends_of_a_period_lie_between_readings() =>
        Assert.Equal(33.75, Integral.OfRate(Readings((0, 10), (1, 20), (3, 40)), Time(0.5, 2), Gap).Amount, 9);

    [Fact]
    public void Nothing_is_summed_up_across_a_gap()
    {
        var slept = Integral.OfRate(Readings((0, 50), (1, 50), (3601, 50), (3602, 50)), Time(0, 3602), Gap);

        Assert.Equal((100, TimeSpan.FromSeconds(2), 50), (slept.Amount, slept.Covered, slept.Mean!.Value));
    }

    [Fact]
    public void A_counter_is_the_difference_and_shares_a_step_that_the_period_cuts() =>
        Assert.Equal(new Integral(70, TimeSpan.FromSeconds(2)), Integral.OfCounter(Readings((0, 1000), (1, 1040), (3, 1100)), Time(0, 2), Gap));

    [Fact]
    public void A_counter_that_begins_anew_leaves_that_step_uncovered()
    {
        var restarted = Integral.OfCounter(Readings((0, 1000), (1, 1040), (2, 5), (3, 45)), Time(0, 3), Gap);

        Assert.Equal((80, TimeSpan.FromSeconds(2)), (restarted.Amount, restarted.Covered));
    }

    [Fact]
    public void Nobody_knows_what_a_single_reading_comes_to()
    {
        Assert.Null(Integral.OfRate(Readings((1, 10)), Time(0, 2), Gap).Mean);
        Assert.Null(Integral.OfRate([], Time(0, 2), Gap).Mean);
    }

    /// <summary>A straight line is summed up exactly, however it is sampled.</summary>
    [Fact]
    public void Of_a_straight_line_the_samples_do_not_matter() => Gen.Select(Steps, Gen.Double[0, 500], Gen.Double[-3, 3]).Sample((steps, start, slope) =>
    {
        var readings = Line(steps, seconds => start + slope * seconds);
        var end = steps.Sum();

        var sum = Integral.OfRate(readings, Time(0, end), Gap);

        // each moment is kept to a tick of 100 ns only
        Assert.InRange(sum.Amount - (start * end + slope * end * end / 2), -0.02, 0.02);
        Assert.InRange(sum.Covered.TotalSeconds - end, -1e-4, 1e-4);
    });

    [Fact]
    public void A_period_is_worth_its_parts() => Gen.Select(Steps, Gen.Double[0, 1], Gen.Int[0, 1]).Sample((steps, share, kind) =>
    {
        var end = steps.Sum();
        var readings = Line(steps, seconds => kind == 0 ? Math.Abs(Math.Sin(seconds)) * 100 : seconds * 7);
        Integral Over(double from, double to) => kind == 0 ? Integral.OfRate(readings, Time(from, to), Gap) : Integral.OfCounter(readings, Time(from, to), Gap);

        var (first, second, whole) = (Over(0, share * end), Over(share * end, end), Over(0, end));

        Assert.InRange(first.Amount + second.Amount - whole.Amount, -0.02, 0.02);
        Assert.Equal(whole.Covered.TotalSeconds, (first.Covered + second.Covered).TotalSeconds, 3);
    });

    private static readonly Gen<double[]> Steps = Gen.Double[0.01, 4.9].Array[2, 40];

    private static IReadOnlyList<Reading> Readings(params (double Seconds, double Value)[] readings) => [.. readings.Select(one => new Reading(At(one.Seconds), one.Value))];

    private static IReadOnlyList<Reading> Line(double[] steps, Func<double, double> value)
    {
        var seconds = 0.0;
        return [new Reading(At(0), value(0)), .. steps.Select(step => new Reading(At(seconds += step), value(seconds)))];
    }
}
