using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Cli.Watching;

/// <summary>Two runs, each a warm-up and two requests of 40 tokens; each request takes 2 s.</summary>
public sealed class WorkUnderWayTests
{
    private static readonly Run Run = Happenings.FirstRun;

    [Fact]
    public void Before_the_first_request_the_time_left_is_the_plans_word()
    {
        var left = After(Happenings.Started()).Left(TimeSpan.Zero)!;

        // 2 runs × (1 warm-up + 2 requests) × 40 tokens at 40 tok/s
        Assert.Equal(("by the plan's word", 6.0), (left.Basis, left.Time.TotalSeconds));
    }

    [Fact]
    public void Then_it_is_reckoned_from_the_loads_and_requests_so_far()
    {
        var state = After(Happenings.Started(), new SessionEvent.Loaded(Run, Happenings.Load(Run)), Happenings.Requested(Run, Run.Warmups[0]), Happenings.Requested(Run, Run.Requests[0]));

        // a request of this run; a load of 3 s and three requests of the next
        Assert.Equal(("by the pace so far", 2 + 3 + 6.0), (state.Left(TimeSpan.Zero)!.Basis, state.Left(TimeSpan.Zero)!.Time.TotalSeconds));
    }

    [Fact]
    public void It_falls_while_a_step_is_under_way_and_no_further_than_that_step_takes()
    {
        var state = After(Happenings.Started(), new SessionEvent.Loaded(Run, Happenings.Load(Run)), Happenings.Requested(Run, Run.Warmups[0]), Happenings.Requested(Run, Run.Requests[0]));

        Assert.Equal(10, state.Left(TimeSpan.FromSeconds(1))!.Time.TotalSeconds, 6);
        Assert.Equal(9, state.Left(TimeSpan.FromMinutes(1))!.Time.TotalSeconds, 6);
    }

    [Fact]
    public void What_a_run_took_besides_and_what_blocks_waited_to_cool_down_is_reckoned_with()
    {
        var end = new JournalEntry.RunEnd { At = DateTimeOffset.UnixEpoch, Run = Run.Id, Variant = Run.Variant.Id, Clock = new RunClock(14, 14) };

        var state = After(Happenings.Started(), new SessionEvent.Loaded(Run, Happenings.Load(Run)), Happenings.Requested(Run, Run.Warmups[0]), Happenings.Requested(Run, Run.Requests[0]), Happenings.Requested(Run, Run.Requests[1]), new SessionEvent.RunEnded(Run, null, end));

        // 14 s without 3 s of loading and 6 s of requests leave 5 s
        Assert.Equal(3 + 6 + 5, state.Left(TimeSpan.Zero)!.Time.TotalSeconds, 6);
    }

    [Fact]
    public void A_sweep_is_waited_for_until_it_ends()
    {
        var blocks = RunMatrix.Expand(Happenings.Plan with { Settings = Happenings.Plan.Settings with { Blocks = 1, ContextSweep = new ContextSweep { MaximumTokens = 1024 } } }, new MatrixOptions { Seed = 1 });
        var run = blocks[0].Runs[0];
        var swept = After(Happenings.Started(blocks), new SessionEvent.RunEnded(run, null));

        // at the plan's word: 1024 tokens of prompt at 300 tok/s, 256 of answer at 40
        Assert.Equal(1024 / 300.0 + 256 / 40.0, swept.Left(TimeSpan.Zero)!.Time.TotalSeconds, 6);
        Assert.Null(swept.After(new SessionEvent.SweepEnded(run, SweepKind.Context)).Left(TimeSpan.Zero));
    }

    [Fact]
    public void A_session_that_goes_on_goes_by_what_it_took_before()
    {
        var measured = Run.Requests.Select(request => Happenings.Requested(Run, request).Entry);

        var left = After(Happenings.Started([Happenings.Load(Run), .. measured])).Left(TimeSpan.Zero)!;

        Assert.Equal(("by the pace so far", 3 + 6.0), (left.Basis, left.Time.TotalSeconds));
    }

    [Fact]
    public void A_run_that_failed_is_not_waited_for()
    {
        var failed = After(Happenings.Started(), Happenings.Requested(Run, Run.Requests[0], new RequestOutcome.Failed()), new SessionEvent.RunEnded(Run, "gone"));

        Assert.Equal(3, failed.Left(TimeSpan.Zero)!.Time.TotalSeconds, 6);
    }

    private static WorkUnderWay After(params SessionEvent[] events) => events.Aggregate(new WorkUnderWay(), (state, happened) => state.After(happened));
}
