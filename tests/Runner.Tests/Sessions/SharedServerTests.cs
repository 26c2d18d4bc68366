using System.Net.Http.Json;
using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class SharedServerTests
{
    private static readonly ServerActivity Free = new() { UnderWay = 0 };
    private static readonly ServerActivity Busy = new() { UnderWay = 2 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_plan_pauses_while_the_server_works_for_somebody_else()
    {
        await using var bench = await SessionBench.StartAsync();
        var looks = 0;
        var sentAfter = 0;
        var server = new DisturbedServer(bench.Server) { Activity = () => ++looks <= 2 ? Busy : Free, BeforeStream = () => sentAfter = looks };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        Assert.Equal(3, sentAfter);
        Assert.Contains("Paused: the server works for somebody else (2 requests). It goes on when the server is free, after 30 min at most.", bench.Seen.Notices);
        var shared = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Shared!;
        Assert.InRange(shared.WaitedSeconds, 1.9, 20);
        Assert.Empty(shared.During);
        Assert.Empty(bench.Seen.Of<SessionEvent.Flagged>());
    }

    [Fact]
    public async Task A_server_that_does_not_become_free_costs_its_run_and_the_next_variant_goes_on()
    {
        await using var bench = await SessionBench.StartAsync();
        var runs = 0;
        var server = new DisturbedServer(bench.Server) { Activity = () => runs == 1 ? Busy : Free, BeforeLoad = () => runs++ };
        var plan = SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6).With(settings => settings with { Limits = settings.Limits with { Busy = TimeSpan.FromSeconds(1) } });

        var outcome = await bench.RunAsync(server, bench.Request(plan), Cancel);

        Assert.Equal(SessionEnd.CompletedWithFailures, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var ends = bench.Entries().OfType<JournalEntry.RunEnd>().ToList();
        Assert.Equal(["The server still worked for somebody else (2 requests) after 1 s, the plan's limit.", null], ends.Select(end => end.Failure));
        Assert.Single(bench.Entries().OfType<JournalEntry.Request>());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task More_finished_requests_than_ours_flag_the_run(int finishedForEachOfOurs, bool isFlagged)
    {
        await using var bench = await SessionBench.StartAsync();
        var finished = 100L;
        var server = new DisturbedServer(bench.Server) { Activity = () => Free with { Finished = finished }, AfterStream = () => finished += finishedForEachOfOurs };

        var outcome = await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        var load = Assert.Single(Assert.Single(Assert.IsType<SessionOutcome.Ended>(outcome).Results).Loads);
        Assert.Equal(isFlagged ? [RunFlagKind.Shared] : [], load.Flags.Select(flag => flag.Kind));
        Assert.Equal(isFlagged, bench.Seen.Of<SessionEvent.Flagged>().Count == 1);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task More_tokens_than_our_requests_were_told_flag_the_run(int more, bool isFlagged)
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, Dialect = SimulatedDialect.LlamaCpp });
        var (tokens, server) = (100L, new DisturbedServer(bench.Server));
        server.Activity = () => Free with { Tokens = tokens };
        server.Answered = timeline => tokens += timeline.Timings!.PromptTokens!.Value + timeline.Timings.GeneratedTokens!.Value + more;
        var plan = SessionPlans.Of(SessionPlans.Q8 with { Match = new MatchRule { Names = ["*"] } });

        await bench.RunAsync(server, bench.Request(plan), Cancel);

        Assert.Equal(isFlagged, Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Shared!.During.Count > 0);
    }

    [Fact]
    public async Task A_request_of_somebody_else_that_began_and_ended_beside_ours_is_seen_by_its_tokens()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, Dialect = SimulatedDialect.LlamaCpp });
        var plan = SessionPlans.Of(SessionPlans.Q8 with { Match = new MatchRule { Names = ["*"] } });
        await bench.RunAsync(bench.Server, bench.Request(plan), Cancel);
        var alone = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Shared!;
        await using var second = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, Dialect = SimulatedDialect.LlamaCpp });
        using var others = new HttpClient { BaseAddress = second.Address };
        var shared = new DisturbedServer(second.Server) { Activity = null, AfterStream = () => Ask(others) };

        await second.RunAsync(shared, second.Request(plan), Cancel);

        Assert.Empty(alone.During);
        Assert.Single(Assert.Single(second.Entries().OfType<JournalEntry.RunEnd>()).Shared!.During);
        Assert.Contains(second.Seen.Notices, notice => notice.EndsWith("the run is flagged.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_tells_nothing_is_asked_once_and_nothing_is_claimed()
    {
        await using var bench = await SessionBench.StartAsync();
        var looks = 0;
        var server = new DisturbedServer(bench.Server) { Activity = () => { looks++; return null; } };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        Assert.Equal(1, looks);
        Assert.Null(Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Shared);
    }

    [Fact]
    public async Task What_a_server_told_before_it_fell_silent_is_kept()
    {
        await using var bench = await SessionBench.StartAsync();
        var looks = 0;
        var server = new DisturbedServer(bench.Server) { Activity = () => ++looks switch { 1 => Busy, 2 => Free, _ => null } };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);

        Assert.InRange(Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Shared!.WaitedSeconds, 0.9, 20);
    }

    /// <summary>As another program does between two looks.</summary>
    private static void Ask(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(new { messages = new[] { new { role = "user", content = "Something else" } }, max_tokens = 3 }),
        };
        using var answer = http.Send(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
