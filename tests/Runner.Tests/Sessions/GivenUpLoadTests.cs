using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class GivenUpLoadTests
{
    [Fact]
    public async Task A_server_that_loads_on_after_the_limit_is_told_to_unload()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { IgnoresAbort = true });
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Limits = new Limits { Load = TimeSpan.FromMilliseconds(50) } });

        var outcome = await bench.RunAsync(plan);

        Assert.Equal(SessionEnd.CompletedWithFailures, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Equal(
            "Not loaded after 50 ms, the plan's limit. It was loaded all the same as demo-coder@q8_0, and unloaded again.",
            Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).Failure);
        Assert.Empty(await bench.LoadedAsync());
    }

    [Fact]
    public async Task A_load_that_ends_just_as_the_user_stops_the_session_is_undone()
    {
        await using var bench = await SessionBench.StartAsync();
        using var stop = new CancellationTokenSource();
        var server = new DisturbedServer(bench.Server)
        {
            AfterLoad = () =>
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            },
        };

        var outcome = await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), stop.Token);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Empty(await bench.LoadedAsync());
        Assert.Contains("The loading of demo-coder@q8_0 was stopped. It was loaded all the same as demo-coder@q8_0, and unloaded again.", bench.Seen.Notices, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_good_load_whose_confirmation_fails_is_undone()
    {
        await using var bench = await SessionBench.StartAsync();
        var server = new DisturbedServer(bench.Server) { AfterLoad = () => throw new ServerException("The list did not come.") };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), TestContext.Current.CancellationToken);

        Assert.Equal("The list did not come. It was loaded all the same as demo-coder@q8_0, and unloaded again.", Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).Failure);
        Assert.Empty(await bench.LoadedAsync());
    }

    [Fact]
    public async Task A_model_that_is_loaded_when_the_user_stops_the_session_is_unloaded()
    {
        await using var bench = await SessionBench.StartAsync();
        using var stop = new CancellationTokenSource();
        var stopping = new Reaction<SessionEvent.StepBegan>(began =>
        {
            if (began.Step == RunStep.Verify)
                stop.Cancel();
        });

        await bench.RunAsync(bench.Server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), stop.Token, stopping);

        Assert.Empty(await bench.LoadedAsync());
    }
}
