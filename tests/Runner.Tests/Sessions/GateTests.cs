using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Between two blocks on a simulated machine whose temperature follows in seconds: slow enough that a stalled test still finds it warm.</summary>
public sealed class GateTests
{
    private static readonly SimulatorOptions Warm = new() { TimeScale = 4 };

    [Fact]
    public async Task A_block_begins_when_the_machine_is_as_cool_as_the_plan_wants_it()
    {
        await using var bench = await SessionBench.StartAsync(Warm);

        await bench.RunAsync(TwoBlocks(new Gate { AboveIdle = 1 }));

        Assert.NotEmpty(bench.Seen.Of<SessionEvent.CoolingDown>());
        Assert.All(bench.Seen.Of<SessionEvent.CoolingDown>(), cooling => Assert.Contains("waits for ≤ 3", cooling.WaitsFor, StringComparison.Ordinal));
        Assert.Equal((2, false), (Assert.Single(bench.Seen.Of<SessionEvent.CooledDown>()).Block.Number, Assert.Single(bench.Seen.Of<SessionEvent.CooledDown>()).Wait.LimitReached));
        var ends = bench.Entries().OfType<JournalEntry.RunEnd>().ToList();
        Assert.Null(ends[0].Conditions!.Gate);
        Assert.True(ends[1].Conditions!.Gate!.WaitedSeconds > 0);
        Assert.All(Assert.Single(SessionReports.Rebuild(bench.Session)).Loads, load => Assert.Empty(load.Flags));
    }

    [Fact]
    public async Task A_block_that_begins_because_the_limit_came_flags_its_first_run()
    {
        await using var bench = await SessionBench.StartAsync(Warm);

        await bench.RunAsync(TwoBlocks(new Gate { AboveIdle = 1, Limit = TimeSpan.FromMilliseconds(1) }));

        var loads = Assert.Single(SessionReports.Rebuild(bench.Session)).Loads;
        Assert.Empty(loads[0].Flags);
        Assert.Equal(RunFlagKind.BeganWarm, Assert.Single(loads[1].Flags).Kind);
    }

    [Fact]
    public async Task A_limit_of_nothing_waits_for_nothing()
    {
        await using var bench = await SessionBench.StartAsync(Warm);

        await bench.RunAsync(TwoBlocks(new Gate { AboveIdle = 1, Limit = TimeSpan.Zero }));

        Assert.Empty(bench.Seen.Of<SessionEvent.CoolingDown>());
        Assert.Equal(2, bench.Entries().OfType<JournalEntry.RunEnd>().Count());
    }

    [Fact]
    public async Task Stopping_while_it_waits_ends_the_session_and_it_can_be_resumed()
    {
        await using var bench = await SessionBench.StartAsync(Warm);
        using var stop = new CancellationTokenSource();
        var stopping = new Reaction<SessionEvent.CoolingDown>(_ => stop.Cancel());

        var outcome = await bench.RunAsync(bench.Server, bench.Request(TwoBlocks(new Gate { AboveIdle = 1 })), stop.Token, stopping);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        await bench.ResumeAsync();
        Assert.Equal(2, bench.Entries().OfType<JournalEntry.RunEnd>().Count());
    }

    [Fact]
    public async Task A_session_resumed_on_a_warm_machine_knows_what_idle_was_and_waits_before_its_first_block()
    {
        await using var bench = await SessionBench.StartAsync(Warm);
        using var stop = new CancellationTokenSource();
        var plan = TwoBlocks(new Gate { AboveIdle = 1 });
        await bench.RunAsync(bench.Server, bench.Request(plan), stop.Token, new Reaction<SessionEvent.CoolingDown>(_ => stop.Cancel()));
        var before = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Conditions!.Idle!;

        await bench.ResumeAsync();

        var resumed = bench.Entries().OfType<JournalEntry.RunEnd>().Last().Conditions!;
        Assert.True(resumed.Gate!.WaitedSeconds > 0);
        Assert.Equal(before.Temperatures, resumed.Idle!.Temperatures);
        Assert.Equal(before.Watts["system"], resumed.Energies[0].IdleWatts);
    }

    [Fact]
    public async Task Where_nobody_tells_the_temperature_it_is_said_once_and_nothing_is_waited_for()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var server = new DisturbedServer(bench.Server) { Identity = bench.Server.Identity with { IsSimulated = false } };

        await bench.RunAsync(server, bench.Request(TwoBlocks(new Gate()).With(settings => settings with { Blocks = 3 })), TestContext.Current.CancellationToken);

        Assert.Single(bench.Seen.Notices, notice => notice.StartsWith("Nobody tells this machine's temperature", StringComparison.Ordinal));
    }

    private static Plan TwoBlocks(Gate gate) => ConditionsTests.Long(SessionPlans.Q8).With(settings => settings with { Blocks = 2, Iterations = 3, Gate = gate });
}
