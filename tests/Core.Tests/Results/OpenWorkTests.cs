using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Tests.Results;

public sealed class OpenWorkTests
{
    private static readonly Plan Plan = SmallSession.Plan(SmallSession.Variant("alpha-q4"), SmallSession.Variant("alpha-q8")) with { Settings = new Settings { Blocks = 2, Warmups = 1, ContextSweep = new ContextSweep(), ParallelSweep = new ParallelSweep() } };
    private static readonly IReadOnlyList<Block> Blocks = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1 });
    private static readonly Run First = Blocks[0].Runs[0];

    [Fact]
    public void Of_an_empty_journal_all_is_left_in_the_order_it_is_drawn() =>
        Assert.Equal(Blocks.SelectMany(block => block.Runs).Select(run => run.Id), Left([]).SelectMany(block => block.Runs).Select(run => run.Id));

    [Fact]
    public void A_run_that_ended_well_has_only_its_sweeps_left_and_warms_up_no_more()
    {
        var left = Left([End(), Swept(SweepKind.Parallel)])[0].Runs[0];

        Assert.Equal((First.Id, 0, 0), (left.Id, left.Requests.Count, left.Warmups.Count));
        Assert.Equal(SweepKind.Context, Assert.Single(left.Sweeps!.Kinds));
    }

    [Fact]
    public void With_its_sweeps_it_is_over_and_the_next_run_comes()
    {
        Assert.Equal(Blocks[0].Runs[1].Id, Left([End(), Swept(SweepKind.Parallel), Swept(SweepKind.Context)])[0].Runs[0].Id);
    }

    [Fact]
    public void A_run_that_failed_is_open_for_what_it_has_not_measured()
    {
        var measured = SmallSession.Request(SmallSession.Load("alpha-q4", 1, "1"), SmallSession.Stream(100, 10)) with { Run = First.Id, Id = First.Requests[0].Id };

        var left = Left([measured, End() with { Failure = "gone" }])[0].Runs[0];

        Assert.Equal(First.Requests.Skip(1).Select(request => request.Id), left.Requests.Select(request => request.Id));
        Assert.Single(left.Warmups);
    }

    private static IReadOnlyList<Block> Left(IReadOnlyList<JournalEntry> entries) => new OpenWork(entries).Left(Blocks);

    private static JournalEntry.RunEnd End() => new() { At = SmallSession.Start, Run = First.Id, Variant = First.Variant.Id };

    private static JournalEntry.SweepEnd Swept(SweepKind kind) => new() { At = SmallSession.Start, Run = First.Id, Variant = First.Variant.Id, Sweep = kind };
}
