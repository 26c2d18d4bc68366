using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Reports;

public sealed class PlanOutlookTests
{
    private static readonly Plan Plan = SmallSession.Plan(SmallSession.Variant("alpha-q4") with { Priority = 1 }, SmallSession.Variant("alpha-q8") with { Priority = 2 }) with { Settings = new Settings { Blocks = 2, Warmups = 0 } };

    [Fact]
    public void Without_a_session_all_of_the_plan_takes_a_new_run()
    {
        var outlook = Of([]);

        Assert.Null(outlook.Session);
        Assert.Equal(4, outlook.Beside.Sum(block => block.Runs.Count));
    }

    [Fact]
    public void What_comes_next_is_the_next_of_the_order_that_session_drew_and_not_the_most_urgent()
    {
        var session = Session([]);

        var orders = Enumerable.Range(1, 20).Select(seed => Of([Session([], seed)]).Left[0].Runs[0].Variant.Id).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(session.Blocks[0].Runs[0].Id, Of([session]).Left[0].Runs[0].Id);
        Assert.Equal(2, orders.Count);
    }

    [Fact]
    public void What_is_measured_is_not_left_and_its_pace_counts()
    {
        var first = Session([]).Blocks[0].Runs[0];
        var load = SmallSession.Load(first.Variant.Id, 1, "1", seconds: 10) with { Run = first.Id };

        var outlook = Of([Session([load, SmallSession.Request(load, SmallSession.Stream(100, 10)), SmallSession.End(load)])]);

        Assert.Equal(Session([]).Blocks[0].Runs[1].Id, outlook.Left[0].Runs[0].Id);
        Assert.Equal(10, outlook.Paces.ByVariant[first.Variant.Id].LoadSeconds);
        Assert.Empty(outlook.Beside);
    }

    [Fact]
    public void What_was_not_on_the_server_takes_a_run_of_its_own()
    {
        var outlook = Of([Session([], missing: "alpha-q8")]);

        Assert.All(outlook.Left.SelectMany(block => block.Runs), run => Assert.Equal("alpha-q4", run.Variant.Id));
        Assert.All(outlook.Beside.SelectMany(block => block.Runs), run => Assert.Equal("alpha-q8", run.Variant.Id));
    }

    [Fact]
    public void A_real_servers_session_comes_before_a_simulated_one_and_its_pace_alone_counts()
    {
        var load = SmallSession.Load("alpha-q4", 1, "1", seconds: 10) with { Run = "b1/alpha-q4" };
        var simulated = Session([load], isSimulated: true);

        var outlook = Of([simulated, Session([])]);

        Assert.False(outlook.Session!.Header.Server.IsSimulated);
        Assert.Empty(outlook.Paces.ByVariant);
    }

    [Fact]
    public void Of_what_is_named_the_rest_is_left_out()
    {
        var session = Session([]);

        var outlook = PlanOutlook.Of(Plan, [], new HashSet<string>(StringComparer.Ordinal) { "alpha-q8" }, [session], PlanProgress.Of(Plan, [session]));

        Assert.All(outlook.Left.SelectMany(block => block.Runs), run => Assert.Equal("alpha-q8", run.Variant.Id));
    }

    private static PlanOutlook Of(IReadOnlyList<SessionState> sessions) => PlanOutlook.Of(Plan, RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1 }), wanted: null, sessions, PlanProgress.Of(Plan, sessions));

    private static SessionState Session(IReadOnlyList<JournalEntry> entries, int seed = 7, string? missing = null, bool isSimulated = false)
    {
        var header = SmallSession.Header with { Seed = seed, Server = SmallSession.Header.Server with { IsSimulated = isSimulated }, Missing = missing is null ? [] : [new MissingVariant { Variant = missing, Reason = "not there" }] };
        return SessionState.Of("results/small", header, Plan, isRunning: false, entries, VariantResults.From(header, Plan, entries));
    }
}
