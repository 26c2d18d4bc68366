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
        Assert.Equal(VariantStage.Waiting, Stage(Plan, Session(blocks: 2) with { Plan = Plan with { Name = "other" } }));
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
        var session = Session([], header: SmallSession.Header with { Missing = [new MissingVariant { Variant = "alpha-q4", Reason = "not on this server", FetchLine = "lms get alpha" }] });

        var progress = Assert.Single(PlanProgress.Of(Plan, [session]));

        Assert.Equal((VariantStage.Skipped, "not on this server; lms get alpha"), (progress.Stage, progress.Reason));
    }

    [Fact]
    public void As_an_anchor_of_another_phase_a_variant_makes_no_block_of_its_own()
    {
        var variant = SmallSession.Variant("alpha-q4") with { Phase = "first" };
        var plan = Plan with
        {
            Phases = [new Phase { Id = "first", Name = "First" }, new Phase { Id = "second", Name = "Second" }],
            Variants = [variant, SmallSession.Variant("alpha-q8") with { Phase = "second" }],
            Settings = Plan.Settings with { AnchorVariant = variant.Id },
        };
        var runs = new[] { "first/b1/alpha-q4", "second/b1/alpha-q4" }.SelectMany(Measured);

        var progress = PlanProgress.Of(plan, [Session([.. runs], plan)])[0];

        Assert.Equal((1, 2), (progress.Blocks, progress.Runs.Count));
    }

    [Theory]
    [InlineData(SweepKind.Context), InlineData(SweepKind.Parallel), InlineData(SweepKind.Rate)]
    public void A_variant_whose_sweep_is_not_done_is_not_done(SweepKind kind)
    {
        var plan = Plan with
        {
            Settings = kind switch
            {
                SweepKind.Context => Plan.Settings with { ContextSweep = new ContextSweep() },
                SweepKind.Parallel => Plan.Settings with { ParallelSweep = new ParallelSweep() },
                _ => Plan.Settings with { RateSweep = new RateSweep() },
            },
        };
        JournalEntry[] runs = [.. Measured("b1/alpha-q4"), .. Measured("b2/alpha-q4")];
        var swept = new JournalEntry.SweepEnd { At = SmallSession.Start, Run = "b1/alpha-q4", Variant = "alpha-q4", Sweep = kind };

        var progress = Assert.Single(PlanProgress.Of(plan, [Session(runs, plan)]));

        Assert.Equal((VariantStage.Begun, $"its {kind.ToString().ToLowerInvariant()} sweep is not done"), (progress.Stage, progress.Reason));
        Assert.Equal(VariantStage.Done, Stage(plan, Session([.. runs, swept], plan)));
    }

    [Fact]
    public void A_run_that_was_cut_short_is_no_block()
    {
        var load = SmallSession.Load("alpha-q4", 1, "1") with { Run = "b1/alpha-q4" };

        Assert.Equal(0, Assert.Single(PlanProgress.Of(Plan, [Session([load, SmallSession.Request(load, SmallSession.Stream(100, 10))])])).Blocks);
    }

    private static VariantStage Stage(Plan plan, params SessionState[] sessions) => Assert.Single(PlanProgress.Of(plan, sessions)).Stage;

    private static SessionState Session(int blocks, int hoursLater = 0, bool isSimulated = false)
    {
        var header = SmallSession.Header with { StartedAt = SmallSession.Header.StartedAt.AddHours(hoursLater), Session = $"s-{hoursLater}-{blocks}-{isSimulated}", Server = SmallSession.Header.Server with { IsSimulated = isSimulated } };
        return Session([.. Enumerable.Range(1, blocks).SelectMany(block => Measured($"b{block}/alpha-q4"))], header: header);
    }

    private static SessionState Session(IReadOnlyList<JournalEntry> entries, Plan? plan = null, SessionHeader? header = null) =>
        SessionState.Of("results/small", header ?? SmallSession.Header, plan ?? Plan, isRunning: false, entries, VariantResults.From(header ?? SmallSession.Header, plan ?? Plan, entries));

    private static JournalEntry[] Measured(string run)
    {
        var load = SmallSession.Load("alpha-q4", 1, run) with { Run = run };
        return [load, SmallSession.Request(load, SmallSession.Stream(100, 10)), SmallSession.End(load)];
    }
}
