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
    public void What_was_measured_before_a_resume_is_not_waited_for()
    {
        var run = Happenings.FirstRun;
        var before = run.Requests.Select(request => Happenings.Requested(run, request).Entry).ToArray();

        Assert.Equal((2, 1), (After(Happenings.Started(before)).Planned, After(Happenings.Started(before)).Warmups));
    }

    [Fact]
    public void A_run_that_failed_is_not_waited_for()
    {
        var run = Happenings.FirstRun;

        var state = After(Happenings.Started(), Happenings.Loading(run), Happenings.Requested(run, run.Requests[0], new RequestOutcome.Failed()), new SessionEvent.RunEnded(run, "gone"));

        Assert.Equal((1, 3, 1), (state.Done, state.Planned, state.Failed));
    }

    [Fact]
    public void Of_a_run_that_is_gone_on_with_only_its_open_requests_are_given_up()
    {
        var run = Happenings.FirstRun;

        var state = After(Happenings.Started(Happenings.Requested(run, run.Requests[0]).Entry), Happenings.Loading(run), new SessionEvent.RunEnded(run, "gone"));

        Assert.Equal((0, 2), (state.Done, state.Planned));
    }

    private static ProgressState After(params SessionEvent[] events) => events.Aggregate(new ProgressState(), (state, happened) => state.After(happened));
}
