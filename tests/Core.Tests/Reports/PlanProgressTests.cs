using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Reports;

public sealed class PlanProgressTests
{
    private static readonly Plan Plan = SmallSession.Plan(SmallSession.Variant("alpha-q4")) with { Settings = new Settings { Blocks = 2 } };

    [Fact]
    public void A_variant_nobody_measured_is_waiting() => Assert.Equal(VariantStage.Waiting, Stage(Plan));

    [Fact]
    public void A_variant_is_done_when_all_its_blocks_are_and_before_that_begun_or_running()
    {
        Assert.Equal(VariantStage.Begun, Stage(Plan, Session(blocks: 1)));
        Assert.Equal(VariantStage.Running, Stage(Plan, Session(blocks: 1) with { IsRunning = true }));
        Assert.Equal(VariantStage.Done, Stage(Plan, Session(blocks: 2) with { IsRunning = true }));
    }

    [Fact]
    public void The_session_that_came_furthest_counts_and_another_plan_does_not()
    {
        Assert.Equal(VariantStage.Done, Stage(Plan, Session(blocks: 2), Session(blocks: 1, hoursLater: 1)));
        Assert.Equal(VariantStage.Waiting, Stage(Plan, Session(blocks: 2) with { Plan = "other" }));
    }

    [Fact]
    public void A_real_servers_figures_come_before_more_simulated_ones()
    {
        var simulated = Session(blocks: 2, isSimulated: true);

        Assert.False(Assert.Single(PlanProgress.Of(Plan, [simulated, Session(blocks: 1)])).IsSimulated);
        Assert.True(Assert.Single(PlanProgress.Of(Plan, [simulated])).IsSimulated);
    }

    [Fact]
    public void What_could_not_be_loaded_has_failed_with_the_reason()
    {
        var load = SmallSession.Load("alpha-q4", 1, loadId: null) with { Failure = "no such file" };
        var end = new JournalEntry.RunEnd { At = SmallSession.Start, Run = load.Run, Variant = "alpha-q4", Failure = "no such file" };

        var progress = Assert.Single(PlanProgress.Of(Plan, [Session([load, end])]));

        Assert.Equal((VariantStage.Failed, "no such file"), (progress.Stage, progress.Reason));
    }

    [Theory]
    [InlineData(VariantState.Archived, VariantStage.Archived, "archived; name it")]
    [InlineData(VariantState.Failed, VariantStage.Failed, "claimed: OOM")]
    public void The_plans_own_word_holds_until_something_is_measured(VariantState state, VariantStage expected, string reason)
    {
        var plan = Plan with { Variants = [Plan.Variants[0] with { Status = new VariantStatus { State = state, ClaimedReason = "OOM", PublishedTokensPerSecond = 40 } }] };

        var progress = Assert.Single(PlanProgress.Of(plan, []));

        Assert.Equal(expected, progress.Stage);
        Assert.StartsWith(reason, progress.Reason, StringComparison.Ordinal);
        Assert.Equal(VariantStage.Done, Stage(plan, Session(blocks: 2)));
    }

    [Fact]
    public void What_was_not_on_the_server_is_skipped_with_the_line_that_fetches_it()
    {
        var session = Session([]) with { Header = SmallSession.Header with { Missing = [new MissingVariant { Variant = "alpha-q4", Reason = "not on this server", FetchLine = "lms get alpha" }] } };

        var progress = Assert.Single(PlanProgress.Of(Plan, [session]));

        Assert.Equal((VariantStage.Skipped, "not on this server; lms get alpha"), (progress.Stage, progress.Reason));
    }

    [Fact]
    public void As_an_anchor_of_another_phase_a_variant_makes_no_block_of_its_own()
    {
        var variant = SmallSession.Variant("alpha-q4") with { Phase = "first" };
        var plan = Plan with { Phases = [new Phase { Id = "first", Name = "First" }, new Phase { Id = "second", Name = "Second" }], Variants = [variant] };
        var loads = new[] { "first/b1/alpha-q4", "second/b1/alpha-q4" }.Select(run => SmallSession.Load("alpha-q4", 1, run) with { Run = run });

        var progress = Assert.Single(PlanProgress.Of(plan, [Session([.. loads], plan)]));

        Assert.Equal((1, 2), (progress.Blocks, progress.Runs.Count));
    }

    private static VariantStage Stage(Plan plan, params SessionState[] sessions) => Assert.Single(PlanProgress.Of(plan, sessions)).Stage;

    private static SessionState Session(int blocks, int hoursLater = 0, bool isSimulated = false)
    {
        var session = Session([.. Enumerable.Range(1, blocks).Select(block => SmallSession.Load("alpha-q4", block, $"{block}"))]);
        var header = session.Header with { StartedAt = session.Header.StartedAt.AddHours(hoursLater), Session = $"s-{hoursLater}-{blocks}-{isSimulated}" };
        return session with { Header = header, Results = [.. session.Results.Select(result => result with { Session = header.Session, IsSimulated = isSimulated })] };
    }

    private static SessionState Session(IReadOnlyList<JournalEntry> entries, Plan? plan = null) =>
        new("small", SmallSession.Header, IsRunning: false, VariantResults.From(SmallSession.Header, plan ?? Plan, entries));
}
