using LlmObs.Measurements;

namespace LlmObs.Tests.Measurements;

/// <summary>Times from when a request was meant to be sent.</summary>
public sealed class IntendedSendTests
{
    private const double Tick = 1e-9;

    [Fact]
    public void The_time_by_which_it_was_sent_late_is_in_what_a_user_waits_and_in_no_other_figure()
    {
        var inTime = RequestMeasurement.Of(Timelines.Of(2000, Timelines.Steady(50, 300, 20)).With(completion: 50));
        var late = RequestMeasurement.Of(Timelines.Of(2000, Timelines.Steady(50, 300, 20)).With(completion: 50) with { SendLateness = TimeSpan.FromSeconds(4) });

        Assert.Equal((4300, 4000, 5280), (late.TimeToFirstTokenFromIntended!.Value.TotalMilliseconds, late.SendLateness!.Value.TotalMilliseconds, late.TimeToCompleteAnswerFromIntended!.Value.TotalMilliseconds));
        Assert.Equal(inTime with { InterChunkLatencies = [] }, late with { TimeToFirstTokenFromIntended = null, TimeToCompleteAnswerFromIntended = null, SendLateness = null, InterChunkLatencies = [] });
    }

    [Fact]
    public void In_a_closed_loop_no_time_is_intended()
    {
        var figures = RequestMeasurement.Of(Timelines.Of(2000, Timelines.Steady(50, 300, 20)));

        Assert.Equal((null, null, null), (figures.TimeToFirstTokenFromIntended, figures.TimeToCompleteAnswerFromIntended, figures.SendLateness));
    }

    [Fact]
    public void What_was_not_sent_is_an_outcome_of_its_own()
    {
        var outcome = Assert.IsType<RequestOutcome.Unsent>(RequestOutcome.Of(RequestTimeline.NotSent(DateTimeOffset.UnixEpoch, 5, mostInFlight: 3)));

        Assert.Equal(("unsent", "not-sent", "Not sent: 3 requests were under way, as many as the plan allows."), (outcome.Name, outcome.Code, outcome.Reason));
    }

    [Fact]
    public void The_most_under_way_are_those_that_overlap()
    {
        Assert.Equal(0, InFlight.Most([], Tick));
        Assert.Equal(1, InFlight.Most([At(0, 100), At(100, 100), At(200, 50)], Tick));
        Assert.Equal(3, InFlight.Most([At(0, 100), At(50, 100), At(90, 5), At(200, 50)], Tick));
    }

    private static RequestTimeline At(int milliseconds, int length) => Timelines.Of(length) with { SentTimestamp = milliseconds * 1_000_000L };
}
