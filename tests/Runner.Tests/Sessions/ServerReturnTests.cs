using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Whom the plan waits for between runs, and whom not.</summary>
public sealed class ServerReturnTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_refusal_that_time_does_not_heal_ends_the_session_at_once(int status)
    {
        await using var bench = await SessionBench.StartAsync();
        var server = Failing(bench, new ServerException("No.") { StatusCode = status });

        var outcome = await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Equal(["No."], bench.Seen.Notices, StringComparer.Ordinal);
    }

    [Fact]
    public async Task With_a_limit_of_nothing_nobody_is_waited_for()
    {
        await using var bench = await SessionBench.StartAsync();
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Limits = settings.Limits with { ServerReturn = TimeSpan.Zero } });

        var outcome = await bench.RunAsync(Failing(bench, new ServerException("Gone.")), bench.Request(plan), Cancel);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Equal("Gone.", Assert.Single(bench.Seen.Of<SessionEvent.ServerLost>()).Reason);
    }

    [Fact]
    public async Task The_time_set_with_until_ends_the_wait_too()
    {
        await using var bench = await SessionBench.StartAsync();
        var request = bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { Until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3) };

        var outcome = await bench.RunAsync(Failing(bench, new ServerException("Gone.")), request, Cancel);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(0, 2)]
    [InlineData(7, 7)]
    [InlineData(3600, 60)]
    public void The_pause_is_the_servers_wish_within_reason(int? retryAfter, int seconds)
    {
        var notReady = new ServerException("Loading.") { StatusCode = 503, RetryAfter = retryAfter is { } wish ? TimeSpan.FromSeconds(wish) : null };

        Assert.Equal(TimeSpan.FromSeconds(seconds), StartingServer.PauseOf(notReady));
    }

    [Fact]
    public async Task The_time_of_a_load_leaves_out_the_wait_for_a_server_that_was_still_starting()
    {
        await using var bench = await SessionBench.StartAsync();
        var calls = 0;
        var server = new DisturbedServer(bench.Server)
        {
            BeforeLoad = () =>
            {
                if (++calls == 1)
                    throw new ServerException("Loading.") { StatusCode = 503 };
            },
        };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        var load = Assert.Single(bench.Entries().OfType<JournalEntry.Load>());
        Assert.Null(load.Failure);
        Assert.InRange(load.LoadTime!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1.9));
        Assert.Contains("Loading. The loading of demo-coder@q8_0 waits for it, at most as long as the plan gives a load.", bench.Seen.Notices, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_load_that_was_taken_although_503_came_after_it_is_not_asked_for_again()
    {
        await using var bench = await SessionBench.StartAsync();
        var calls = 0;
        var server = new DisturbedServer(bench.Server)
        {
            BeforeLoad = () => calls++,
            AfterLoad = () => throw new ServerException("Loading.") { StatusCode = 503 },
        };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        Assert.Equal(1, calls);
        Assert.Equal("Loading. It was loaded all the same as demo-coder@q8_0, and unloaded again.", Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).Failure);
        Assert.Empty(await bench.LoadedAsync());
    }

    /// <summary>Well until the session has begun.</summary>
    private static DisturbedServer Failing(SessionBench bench, ServerException failure) => new(bench.Server)
    {
        Listed = models => bench.Seen.Of<SessionEvent.Started>().Count > 0 ? throw failure : models,
    };
}
