using LlmObs.Conditions;
using LlmObs.Runner.Pages;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Cli.Watching;

namespace LlmObs.Runner.Tests.Pages;

public sealed class FlaggedRunsTests
{
    private readonly DeskWatcher _watcher = new(_ => { });

    [Fact]
    public void The_state_and_the_page_name_the_run_and_what_was_seen()
    {
        _watcher.On(Happenings.Started());
        _watcher.On(new SessionEvent.Flagged(Happenings.FirstRun, [new RunFlag(RunFlagKind.Throttled, "<gpu> fell from 1400 to 1200 MHz")]));

        Assert.Equal(new FlaggedRun(Happenings.FirstRun.Id, "v [q4]", "throttled", "<gpu> fell from 1400 to 1200 MHz"), Assert.Single(_watcher.State.Flagged));
        Assert.Contains($"<li><strong>{Happenings.FirstRun.Id}</strong> throttled: &lt;gpu&gt; fell from 1400 to 1200 MHz</li>", HomePage.Render(_watcher.State, [], "results", "quick"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_session_begins_without_those_of_the_one_before()
    {
        _watcher.On(new SessionEvent.Flagged(Happenings.FirstRun, [new RunFlag(RunFlagKind.Slept, "x")]));

        _watcher.Preparing("quick");

        Assert.Empty(_watcher.State.Flagged);
        Assert.DoesNotContain("class=\"flagged\"", HomePage.Render(_watcher.State, [], "results", "quick"), StringComparison.Ordinal);
    }

    [Fact]
    public void While_a_block_waits_the_state_says_for_what()
    {
        _watcher.On(Happenings.Started());

        _watcher.On(new SessionEvent.CoolingDown(Happenings.Blocks[1], "cpu 71 °C, waits for ≤ 58 °C", TimeSpan.FromSeconds(430)));

        Assert.Equal((null, "cooling down: cpu 71 °C, waits for ≤ 58 °C, at most 8 min more"), (_watcher.State.Variant, _watcher.State.Case));
    }
}
