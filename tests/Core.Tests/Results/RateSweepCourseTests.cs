using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Tests.Results.SweepEntries;

namespace LlmObs.Tests.Results;

public sealed class RateSweepCourseTests
{
    private const double Tick = 1e-9;
    private static readonly RateSweep Sweep = new() { FirstRequestsPerSecond = 1, MaximumRequestsPerSecond = 8, RequestsPerRate = 20, TimeToFirstTokenBound = TimeSpan.FromSeconds(1), Precision = 0.1 };

    [Fact]
    public void Rates_double_while_good_and_then_the_space_between_is_halved_until_it_is_small()
    {
        Assert.Equal((1, 1), Of().Next);
        Assert.Equal((2, 1), Of(Rate(1, 100)).Next);
        Assert.Equal((4, 1), Of(Rate(1, 100), Rate(2, 100)).Next);
        Assert.Equal((2.828, 1), Of(Rate(1, 100), Rate(2, 100), Rate(4, 1500)).Next);
        Assert.Equal((3.363, 1), Of(Rate(1, 100), Rate(2, 100), Rate(4, 1500), Rate(2.828, 200)).Next);
        Assert.Equal((3.084, 1), Of(Rate(1, 100), Rate(2, 100), Rate(4, 1500), Rate(2.828, 200), Rate(3.363, 1100)).Next);

        var over = Of(Rate(1, 100), Rate(2, 100), Rate(4, 1500), Rate(2.828, 200), Rate(3.363, 1100), Rate(3.084, 900));

        Assert.Equal((null, RateStop.Found, 3.084, 3.363), (over.Next, over.Stop, over.HighestGoodRate, over.LowestBadRate));
        Assert.Equal("At 3.363 requests a second, 9 % more, the time to first token from the intended send came to 1.10 s (p95), over the plan's 1 s.", over.StopReason);
        Assert.Equal([1, 2, 2.828, 3.084, 3.363, 4], over.Levels.Select(level => level.RequestsPerSecond));
    }

    [Fact]
    public void It_goes_down_where_the_first_is_too_much_and_ends_where_none_is_good()
    {
        Assert.Equal((0.5, 1), Of(Rate(1, 1500)).Next);
        Assert.Equal((0.7071, 1), Of(Rate(1, 1500), Rate(0.5, 100)).Next);

        var over = Of(Rate(1, 1500), Rate(0.5, 1500), Rate(0.25, 1500), Rate(0.125, 1500), Rate(0.0625, 1500));

        Assert.Equal((null, RateStop.NoneGood, null), (over.Next, over.Stop, over.HighestGoodRate));
        Assert.StartsWith("Not even 0.0625 requests a second were: the time to first token", over.StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plans_highest_rate_ends_it() =>
        Assert.Equal((RateStop.NotAsked, 8.0, null), Of(Rate(1, 100), Rate(2, 100), Rate(4, 100), Rate(8, 100)) is var over ? (over.Stop, over.HighestGoodRate, over.LowestBadRate) : default);

    [Fact]
    public void It_is_judged_by_the_intended_send_and_not_by_the_real_one()
    {
        var level = Assert.Single(Of([.. Rate(1, 100).Select(request => request with { Timeline = request.Timeline with { SendLateness = TimeSpan.FromSeconds(2) } })]).Levels);

        Assert.False(level.IsGood);
        Assert.Equal((0.1, 2.1, 2.0), (level.TimeToFirstTokenSeconds!.P95, level.TimeToFirstTokenFromIntendedSeconds!.P95, level.SendLatenessSeconds!.P95));
    }

    [Fact]
    public void A_request_that_was_not_sent_or_did_not_complete_makes_a_rate_bad()
    {
        var unsent = Assert.Single(Of(Spoilt(1, RequestTimeline.NotSent(SmallSession.Start, 0, 64))).Levels);
        var failed = Assert.Single(Of(Spoilt(1, Timelines() with { End = StreamEnd.ErrorEvent, Error = "overloaded" })).Levels);

        Assert.Equal((false, 20, 1, 0), (unsent.IsGood, unsent.Requests, unsent.NotSent, unsent.NotCompleted));
        Assert.Equal((false, 20, 0, 1), (failed.IsGood, failed.Requests, failed.NotSent, failed.NotCompleted));
        Assert.Contains("overloaded", failed.FirstFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_that_was_cut_short_is_measured_again_whole_and_its_part_counts_nowhere()
    {
        Assert.Equal((2, 2), Of(Rate(1, 100), Rate(2, 100).Take(7)).Next);

        var again = Of(Rate(1, 100), Rate(2, 5000).Take(7), Rate(2, 100, attempt: 2));

        Assert.Equal((20, true), (again.Levels[1].Requests, again.Levels[1].IsGood));
    }

    [Fact]
    public void A_server_that_refuses_a_request_has_answered_whether_the_rate_is_too_much()
    {
        foreach (var refusal in new[] { Timelines() with { End = StreamEnd.HttpError, StatusCode = 503, FinishReason = null }, Timelines() with { End = StreamEnd.ConnectFailed, FinishReason = null, Error = "refused" } })
        {
            var course = Of(Spoilt(1, refusal));

            Assert.Equal((0.5, 1), course.Next);
            Assert.Equal((false, 1), (course.Levels[0].IsGood, course.Levels[0].NotCompleted));
        }
    }

    [Fact]
    public void A_fault_that_passes_is_given_a_second_chance()
    {
        var broken = Timelines() with { End = StreamEnd.ConnectionReset, FinishReason = null };

        Assert.Equal((1, 2), Of(Spoilt(1, broken)).Next);
        Assert.Equal((2, 1), Of(Spoilt(1, broken), Rate(1, 100, attempt: 2)).Next);
        Assert.Equal((0.5, 1), Of(Spoilt(1, broken), Spoilt(1, broken, attempt: 2)).Next);
    }

    private static RequestTimeline Timelines() => SmallSession.Stream(100, 10) with { SendLateness = TimeSpan.Zero };

    private static List<JournalEntry.SweepRequest> Spoilt(double rate, RequestTimeline timeline, int attempt = 1)
    {
        var level = Rate(rate, 100, attempt).ToList();
        level[3] = level[3] with { Timeline = timeline, Outcome = RequestOutcome.Of(timeline) };
        return level;
    }

    private static RateSweepCourse Of(params IEnumerable<JournalEntry>[] levels) => new(Sweep, levels.SelectMany(level => level), Tick);
}
