using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Results;
using static LlmObs.Tests.Results.SessionEntries;

namespace LlmObs.Tests.Results;

public sealed class DisturbanceTests
{
    [Theory]
    [InlineData(DisturbanceKind.Replaced)]
    [InlineData(DisturbanceKind.Duplicated)]
    public void Requests_of_a_load_that_was_replaced_or_doubled_are_in_no_figure_and_those_of_the_others_are(DisturbanceKind kind)
    {
        var result = Result(
            Load("b1/v", "1"), Request("b1/v", "1", "a", 20), End("b1/v", kind),
            Load("b2/v", "2"), Request("b2/v", "2", "a", 10), End("b2/v", null));

        Assert.Equal([null, 100.0], result.Loads.Select(load => load.MeanDecodeTokensPerSecond is { } speed ? (double?)Math.Round(speed, 6) : null));
        var figures = Assert.Single(result.Cases);
        Assert.Equal((2, 1), (figures.Requests, figures.Outcomes["failed"]));
        Assert.Equal(1, figures.Of(Metrics.DecodeSpeed)!.N);
        Assert.Equal(kind, result.Loads[0].Disturbance!.Kind);
        Assert.Empty(result.Loads[0].Flags);
    }

    [Theory]
    [InlineData(DisturbanceKind.Unloaded)]
    [InlineData(DisturbanceKind.Joined)]
    public void What_happened_after_the_last_answer_or_beside_it_flags_the_run_and_its_figures_stay(DisturbanceKind kind)
    {
        var load = Assert.Single(Result(Load("b1/v", "1"), Request("b1/v", "1", "a", 20), End("b1/v", kind)).Loads);

        Assert.Equal(50, load.MeanDecodeTokensPerSecond!.Value, 6);
        Assert.Equal([new RunFlag(RunFlagKind.Disturbed, "why")], load.Flags);
    }

    [Fact]
    public void Of_a_run_taken_up_again_only_the_load_that_was_replaced_is_spoilt()
    {
        var result = Result(
            Load("b1/v", "1"), Request("b1/v", "1", "a", 20), End("b1/v", DisturbanceKind.Replaced),
            Load("b1/v", "2"), Request("b1/v", "2", "b", 10), End("b1/v", null));

        Assert.Equal(["failed", "completed"], result.Cases.Select(one => Assert.Single(one.Outcomes).Key), StringComparer.Ordinal);
    }

    private static JournalEntry.RunEnd End(string run, DisturbanceKind? kind) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Run = run,
        Variant = "v",
        Disturbance = kind is { } known ? new Disturbance(known, "why") : null,
    };
}
