using LlmObs.Measurements;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Cli.Watching;

public sealed class ProgressStateTests
{
    [Fact]
    public void Warm_ups_are_not_counted()
    {
        var run = Happenings.FirstRun;

        var state = After(Happenings.Started(), Happenings.Loading(run), Happenings.Requested(run, run.Warmups[0]), Happenings.Requested(run, run.Requests[0]));

        Assert.Equal((1, 4, 0), (state.Done, state.Planned, state.Failed));
        Assert.Equal(47.04, state.LastDecodeTokensPerSecond);
    }

    [Fact]
    public void Before_the_first_request_the_time_left_is_the_plans_estimate_with_its_assumptions()
    {
        var left = After(Happenings.Started()).Left(TimeSpan.FromSeconds(3))!;

        // 2 runs × (1 warm-up + 2 requests) × 40 tokens at 40 tok/s
        Assert.Equal(TimeSpan.FromSeconds(6), left.Time);
        Assert.Contains("40 tok/s", left.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Then_it_is_reckoned_from_the_pace_so_far()
    {
        var run = Happenings.FirstRun;

        var left = After(Happenings.Started(), Happenings.Loading(run), Happenings.Requested(run, run.Requests[0])).Left(TimeSpan.FromSeconds(5))!;

        Assert.Equal(TimeSpan.FromSeconds(15), left.Time);
        Assert.Equal("at the pace of 1 request so far", left.Basis);
    }

    [Fact]
    public void What_was_measured_before_a_resume_is_not_waited_for()
    {
        var state = After(Happenings.Started(alreadyMeasured: 3));

        Assert.Equal(1, state.Planned);
        Assert.Null(state.Left(TimeSpan.Zero));
    }

    [Fact]
    public void A_run_that_failed_is_not_waited_for()
    {
        var run = Happenings.FirstRun;

        var state = After(Happenings.Started(), Happenings.Loading(run), Happenings.Requested(run, run.Requests[0], new RequestOutcome.Failed()), new SessionEvent.RunEnded(run, "gone"));

        Assert.Equal((1, 3, 1), (state.Done, state.Planned, state.Failed));
        Assert.Equal(TimeSpan.FromSeconds(8), state.Left(TimeSpan.FromSeconds(4))!.Time);
    }

    private static ProgressState After(params SessionEvent[] events) => events.Aggregate(new ProgressState(), (state, happened) => state.After(happened));
}
