using LlmObs.Calibrations;

namespace LlmObs.Tests.Calibrations;

public sealed class ObserverEffectTests
{
    private static readonly double[] Noise = [0.00001, -0.00002, 0.000015, 0, -0.00001, 0.00002];

    [Fact]
    public void What_makes_every_round_worse_is_seen_and_what_does_not_is_not()
    {
        var rounds = Noise.Index().SelectMany(noise => new[]
        {
            Round("nothing", noise.Index, 0.0002),
            Round("journal", noise.Index, 0.0002 + noise.Item),
            Round("a slow disk", noise.Index, 0.0007 + noise.Item),
        }).ToList();

        var effects = ObserverEffect.All(rounds, "nothing");

        Assert.Equal([("journal", false), ("a slow disk", true)], effects.Select(effect => (effect.Observer, effect.IsSeen)));
        Assert.Equal(0.0005, effects[1].TimeToFirstToken.Mean, 1e-5);
        Assert.Equal(6, effects[1].Gap.N);
    }

    [Fact]
    public void Gaps_too_long_and_too_short_are_equally_off()
    {
        var effects = ObserverEffect.All([Round("nothing", 0, 0.0002), Round("journal", 0, 0.0002, gaps: [0.001, -0.003])], "nothing");

        Assert.Equal(0.002 - 0.001, effects[0].Gap.Mean, 9);
        Assert.False(effects[0].IsSeen);
    }

    [Fact]
    public void A_round_without_its_baseline_says_nothing() =>
        Assert.Empty(ObserverEffect.All([Round("nothing", 0, 0.0002), Round("journal", 1, 0.5)], "nothing"));

    [Fact]
    public void Nor_does_one_in_which_no_stream_came_whole() =>
        Assert.Empty(ObserverEffect.All([Round("nothing", 0, 0.0002), Round("journal", 0, 0.5) with { Errors = [] }], "nothing"));

    private static ObservedRound Round(string observer, int round, double first, params double[] gaps) => new(observer, round,
    [
        new StreamError { TimeToFirstTokenSeconds = first, GapSeconds = gaps.Length > 0 ? gaps : [0.001, -0.001], DecodeShare = 0.0001 },
    ]);
}
