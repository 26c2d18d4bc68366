using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>When the requests of an open loop are meant to be sent.</summary>
public sealed class ArrivalScheduleTests
{
    private const int Many = 4000;
    private const double Rate = 2.5;

    [Fact]
    public void Equal_seeds_give_equal_times_and_others_give_others()
    {
        Assert.Equal(Poisson("7/short/2.5"), Poisson("7/short/2.5"));
        Assert.NotEqual(Poisson("7/short/2.5"), Poisson("8/short/2.5"));
        Assert.Equal([0.6642, 1.2216, 1.752], Poisson("7").Take(3).Select(after => Math.Round(after, 4)));
    }

    /// <summary>
    /// Kolmogorov and Smirnov's distance of the gaps to 1 − exp(−rate · t): under 1.63 / √n at 1 % (Massey, 1951). The seeds are fixed: what passes once always does.
    /// </summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("4")]
    public void Gaps_are_exponential(string seed)
    {
        var gaps = Gaps(seed).Order().ToList();

        var distance = gaps.Select((gap, index) => (Is: 1 - Math.Exp(-Rate * gap), Below: index / (double)Many, With: (index + 1) / (double)Many)).Max(one => Math.Max(Math.Abs(one.Is - one.Below), Math.Abs(one.Is - one.With)));

        Assert.True(distance < 1.63 / Math.Sqrt(Many), $"The distance is {distance}.");
        Assert.InRange(gaps.Average() * Rate, 0.95, 1.05);
    }

    /// <summary>A gap tells nothing of the next: the correlation of neighbours is within 2.58 / √n of none.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Gaps_know_nothing_of_each_other(string seed)
    {
        var gaps = Gaps(seed);
        var mean = gaps.Average();

        var correlation = gaps.Zip(gaps.Skip(1), (one, next) => (one - mean) * (next - mean)).Sum() / gaps.Sum(gap => (gap - mean) * (gap - mean));

        Assert.InRange(correlation, -2.58 / Math.Sqrt(Many), 2.58 / Math.Sqrt(Many));
    }

    [Fact]
    public void Constant_arrivals_are_even() =>
        Assert.Equal([0, 0.4, 0.8, 1.2], ArrivalSchedule.Of(ArrivalProcess.Constant, Rate, 4, null, "x").Select(after => after.TotalSeconds));

    [Fact]
    public void Number_and_time_end_it_whichever_comes_first()
    {
        Assert.Equal(5, ArrivalSchedule.Of(ArrivalProcess.Constant, Rate, null, TimeSpan.FromSeconds(2), "x").Count());
        Assert.Equal(3, ArrivalSchedule.Of(ArrivalProcess.Constant, Rate, 3, TimeSpan.FromSeconds(2), "x").Count());
        Assert.Equal(5, ArrivalSchedule.Of(ArrivalProcess.Constant, Rate, 9, TimeSpan.FromSeconds(2), "x").Count());
        Assert.All(ArrivalSchedule.Of(ArrivalProcess.Poisson, Rate, null, TimeSpan.FromSeconds(60), "x"), after => Assert.InRange(after.TotalSeconds, 0, 60));
    }

    private static List<double> Poisson(string seed) => [.. ArrivalSchedule.Of(ArrivalProcess.Poisson, Rate, Many, null, seed).Select(after => after.TotalSeconds)];

    private static List<double> Gaps(string seed) => Poisson(seed) is var times ? [.. times.Zip(times.Prepend(0), (at, before) => at - before)] : [];
}
