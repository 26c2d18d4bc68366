using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Tests.Results.SessionEntries;

namespace LlmObs.Tests.Results;

public sealed class LostRunsTests
{
    private static readonly RequestOutcome Asleep = new RequestOutcome.Failed { Code = OutcomeCodes.Slept, Reason = "it slept" };

    [Fact]
    public void A_run_whose_every_request_slept_is_to_be_repeated_and_one_with_a_measurement_is_not()
    {
        var lost = LostRuns.ToRepeat([Load("b1/v", "1"), Slept("b1/v", "1", "a"), Slept("b1/v", "1", "b"), End("b1/v"), Load("b2/v", "2"), Slept("b2/v", "2", "a"), Request("b2/v", "2", "b", 10), End("b2/v")]);

        Assert.Equal(["b1/v/a", "b1/v/b"], Assert.Single(lost).Select(request => request.Id));
    }

    [Fact]
    public void So_is_one_whose_model_was_replaced_and_what_failed_by_itself_is_a_result()
    {
        var refused = Request("b2/v", "2", "a", 10) with { Outcome = new RequestOutcome.Failed { Code = "http-500" } };

        var lost = LostRuns.ToRepeat([Load("b1/v", "1"), Request("b1/v", "1", "a", 10), Replaced("b1/v"), Load("b2/v", "2"), refused, End("b2/v")]);

        Assert.Equal("b1/v", Assert.Single(lost).Key);
    }

    [Fact]
    public void It_is_repeated_once()
    {
        JournalEntry[] first = [Load("b1/v", "1"), Slept("b1/v", "1", "a"), End("b1/v")];

        Assert.Single(LostRuns.ToRepeat(first));
        Assert.Empty(LostRuns.ToRepeat([.. first, Load("b1/v", "2"), Slept("b1/v", "2", "a"), End("b1/v")]));
    }

    [Fact]
    public void A_repetition_that_was_cut_short_is_gone_on_with_where_it_was()
    {
        JournalEntry[] entries = [Load("b1/v", "1"), Slept("b1/v", "1", "a"), Slept("b1/v", "1", "b"), End("b1/v"), Load("b1/v", "2"), Request("b1/v", "2", "a", 10)];

        Assert.Equal("b1/v/b", Assert.Single(Assert.Single(LostRuns.ToRepeat(entries))).Id);
    }

    [Fact]
    public void What_was_not_sent_in_a_lost_run_is_offered_again_with_the_rest_and_counts_once()
    {
        var unsent = Request("b1/v", "1", "b", 10) with { Outcome = RequestOutcome.Of(RequestTimeline.NotSent(SmallSession.Start, 0, 8)) };
        JournalEntry[] first = [Load("b1/v", "1"), Slept("b1/v", "1", "a"), unsent, End("b1/v")];

        Assert.Equal(["b1/v/a", "b1/v/b"], Assert.Single(LostRuns.ToRepeat(first)).Select(request => request.Id));
        Assert.Equal(2, LostRuns.Counted([.. first, Load("b1/v", "2"), Request("b1/v", "2", "a", 10), Request("b1/v", "2", "b", 10), End("b1/v")]).Count());
    }

    [Fact]
    public void Figures_are_those_of_the_repetition_and_the_first_load_says_why_it_counts_for_nothing()
    {
        var result = Result(Load("b1/v", "1"), Request("b1/v", "1", "a", 20), Replaced("b1/v"), Load("b1/v", "2"), Request("b1/v", "2", "a", 10), End("b1/v"));

        var figures = Assert.Single(result.Cases);
        Assert.Equal((1, 1), (figures.Requests, figures.Outcomes["completed"]));
        Assert.Equal(["why", null], result.Loads.Select(load => load.Lost));
        Assert.Equal([null, 100.0], result.Loads.Select(load => load.MeanDecodeTokensPerSecond is { } speed ? (double?)Math.Round(speed, 6) : null));
        Assert.Null(result.Failure);
    }

    [Fact]
    public void Of_a_model_that_stays_loaded_only_the_first_visit_is_lost()
    {
        var held = Load("b1/v", "before/i") with { WasLoadedBefore = true };

        var result = Result(held, Slept("b1/v", "before/i", "a"), End("b1/v"), held with { At = held.At.AddHours(9) }, Request("b1/v", "before/i", "a", 10), End("b1/v"));

        Assert.Equal(["it slept", null], result.Loads.Select(load => load.Lost));
    }

    [Fact]
    public void A_run_that_is_to_be_repeated_is_open_and_not_counted_as_measured()
    {
        var plan = SmallSession.Plan(SmallSession.Variant("alpha-q4")).Settings;
        var blocks = RunMatrix.Expand(SmallSession.Plan(SmallSession.Variant("alpha-q4")) with { Settings = plan with { Blocks = 2 } }, new MatrixOptions { Seed = 1 });
        var run = blocks[0].Runs[0];
        var requests = run.Requests.Select(request => Slept(run.Id, "1", "x") with { Id = request.Id });

        var work = new OpenWork([Load(run.Id, "1"), .. requests, End(run.Id)]);

        Assert.False(work.IsOver(run));
        Assert.Equal(0, work.Measured(blocks));
        Assert.Equal(run.Requests.Count, work.Left(blocks)[0].Runs[0].Requests.Count);
    }

    private static JournalEntry.Request Slept(string run, string load, string name) => Request(run, load, name, 10) with { Outcome = Asleep };

    private static JournalEntry.RunEnd End(string run) => new() { At = DateTimeOffset.UnixEpoch, Run = run, Variant = "v" };

    private static JournalEntry.RunEnd Replaced(string run) => End(run) with { Failure = "why", Disturbance = new Disturbance(DisturbanceKind.Replaced, "why") };
}
