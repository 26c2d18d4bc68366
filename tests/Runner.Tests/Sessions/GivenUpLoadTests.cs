using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class GivenUpLoadTests
{
    [Theory]
    [InlineData(true, LoadFailureCause.ServerGone)]
    [InlineData(false, LoadFailureCause.Unknown)]
    public async Task A_load_that_failed_for_no_reason_told_is_the_servers_loss_where_it_does_not_answer_afterwards(bool isAway, LoadFailureCause cause)
    {
        await using var bench = await SessionBench.StartAsync();
        var (hasFailed, looks) = (false, 0);
        var server = new DisturbedServer(bench.Server)
        {
            BeforeLoad = () =>
            {
                hasFailed = true;
                throw new ServerException("The program ended with 1.");
            },
            Listed = models => hasFailed && isAway && looks++ == 0 ? throw new ServerException("Nothing listens.") : models,
        };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), TestContext.Current.CancellationToken);

        Assert.Equal(cause, Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).FailureCause);
    }

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
