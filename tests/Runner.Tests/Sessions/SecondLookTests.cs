using System.Net.Http.Json;
using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>What happens to the model in memory while it is measured, on a Simulator that does it.</summary>
public sealed class SecondLookTests
{
    private static readonly Plan Two = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Iterations = 2, ContextTokens = 32_768 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_nothing_disturbed_has_no_word_of_it()
    {
        await using var bench = await SessionBench.StartAsync();

        var outcome = await bench.RunAsync(Two);

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Null(Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Disturbance);
        Assert.Empty(bench.Seen.Of<SessionEvent.Flagged>());
    }

    [Fact]
    public async Task An_idle_limit_between_two_requests_lets_the_model_be_loaded_again_and_no_figure_is_made_of_it()
    {
        await using var bench = await SessionBench.StartAsync();
        using var http = new HttpClient { BaseAddress = bench.Address };
        var server = new DisturbedServer(bench.Server);
        var requests = 0;
        server.BeforeStream = () =>
        {
            if (++requests == 2)
                Post(http, "api/v1/models/unload", new { instance_id = SessionPlans.Key });
        };

        var outcome = await bench.RunAsync(server, bench.Request(Two), Cancel);

        Assert.Equal(SessionEnd.CompletedWithFailures, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var end = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Equal(DisturbanceKind.Replaced, end.Disturbance!.Kind);
        Assert.StartsWith("\"demo-coder@q8_0\" has a context of 4,096 tokens, and had 32,768: it was unloaded and loaded again", end.Failure, StringComparison.Ordinal);
        Assert.All(bench.Entries().OfType<JournalEntry.Request>(), request => Assert.IsType<RequestOutcome.Completed>(request.Outcome));
        var result = Assert.Single(SessionReports.Rebuild(bench.Session));
        Assert.Equal(2, Assert.Single(result.Cases).Outcomes["failed"]);
        Assert.All(result.Cases.SelectMany(one => one.Figures.Values), Assert.Null);
        Assert.Null(Assert.Single(result.Loads).MeanDecodeTokensPerSecond);
    }

    [Fact]
    public async Task A_run_whose_model_was_replaced_is_loaded_and_measured_once_more_on_resume()
    {
        await using var bench = await SessionBench.StartAsync();
        using var http = new HttpClient { BaseAddress = bench.Address };
        var requests = 0;
        var server = new DisturbedServer(bench.Server)
        {
            BeforeStream = () =>
            {
                if (++requests == 2)
                    Post(http, "api/v1/models/unload", new { instance_id = SessionPlans.Key });
            },
        };
        await bench.RunAsync(server, bench.Request(Two), Cancel);
        foreach (var instance in await bench.LoadedAsync())
            Post(http, "api/v1/models/unload", new { instance_id = instance });

        var ended = Assert.IsType<SessionOutcome.Ended>(await bench.ResumeAsync());

        Assert.Equal(SessionEnd.Completed, ended.End);
        Assert.Equal(4, bench.Entries().OfType<JournalEntry.Request>().Count());
        Assert.Equal([true, false], Assert.Single(ended.Results).Loads.Select(load => load.Lost is not null));
        Assert.Equal(2, Assert.Single(ended.Results[0].Cases).Outcomes["completed"]);
    }

    [Fact]
    public async Task A_model_unloaded_after_its_last_answer_keeps_its_figures_and_is_flagged()
    {
        await using var bench = await SessionBench.StartAsync();
        using var http = new HttpClient { BaseAddress = bench.Address };
        var server = new DisturbedServer(bench.Server);
        var answers = 0;
        server.AfterStream = () =>
        {
            if (++answers == 2)
                Post(http, "api/v1/models/unload", new { instance_id = SessionPlans.Key });
        };

        var outcome = await bench.RunAsync(server, bench.Request(Two), Cancel);

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var load = Assert.Single(Assert.Single(SessionReports.Rebuild(bench.Session)).Loads);
        Assert.Equal(DisturbanceKind.Unloaded, load.Disturbance!.Kind);
        Assert.Equal(RunFlagKind.Disturbed, Assert.Single(load.Flags).Kind);
        Assert.Equal(RunFlagKind.Disturbed, Assert.Single(Assert.Single(bench.Seen.Of<SessionEvent.Flagged>()).Flags).Kind);
    }

    [Theory]
    [InlineData(SessionPlans.Key, DisturbanceKind.Duplicated, SessionEnd.CompletedWithFailures)]
    [InlineData("demo-coder@q4_k_m", DisturbanceKind.Joined, SessionEnd.Completed)]
    public async Task A_second_instance_spoils_the_run_and_another_model_flags_it(string loads, DisturbanceKind kind, SessionEnd expected)
    {
        await using var bench = await SessionBench.StartAsync();
        using var http = new HttpClient { BaseAddress = bench.Address };
        var server = new DisturbedServer(bench.Server);
        var hasLoaded = false;
        server.AfterStream = () =>
        {
            if (!hasLoaded)
                Post(http, "api/v1/models/load", new { model = loads });
            hasLoaded = true;
        };

        var outcome = await bench.RunAsync(server, bench.Request(Two), Cancel);

        Assert.Equal(expected, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Equal(kind, Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Disturbance!.Kind);
    }

    [Fact]
    public async Task The_cross_check_comes_after_all_that_is_measured_and_only_when_the_plan_asks_for_it()
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(Two.With(settings => settings with { CrossCheck = true }));

        var load = Assert.Single(Assert.Single(SessionReports.Rebuild(bench.Session)).Loads);
        Assert.Null(load.CrossCheck!.Failure);
        Assert.NotNull(load.CrossCheck.ReportedTokensPerSecond);
        Assert.Equal(2, bench.Entries().OfType<JournalEntry.Request>().Count());
        var report = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(bench.Session, "demo-q8-*.md")), Cancel);
        Assert.Contains("Reported by LM Studio (simulated)'s native API for one request after measuring", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_slots_that_cannot_be_had_refuse_the_session_before_anything_is_loaded()
    {
        await using var bench = await SessionBench.StartAsync();

        var refused = Assert.IsType<SessionOutcome.Refused>(await bench.RunAsync(Two.With(settings => settings with { ParallelSlots = 8 })));

        Assert.StartsWith("settings.parallelSlots is asked for, and LM Studio takes it only from its command line.", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(bench.Results));
    }

    [Fact]
    public async Task An_older_LM_Studio_is_measured_with_what_it_has_loaded()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, IsOld = true });
        using var http = new HttpClient { BaseAddress = bench.Address };
        Post(http, "v1/chat/completions", new { model = SessionPlans.Key, messages = new[] { new { role = "user", content = "." } }, max_tokens = 1 });

        var outcome = await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6).With(settings => settings with { CrossCheck = true }));

        var checkedLoad = Assert.Single(SessionReports.Rebuild(bench.Session)[0].Loads);
        Assert.Null(checkedLoad.CrossCheck!.Failure);
        Assert.InRange(checkedLoad.CrossCheck.ObservedTotalSeconds!.Value / checkedLoad.CrossCheck.ReportedTotalSeconds!.Value, 0.9, 20);
        Assert.Equal(("simulated-gguf 1.0.0-simulated", "simulated-gguf 1.0.0-simulated"), (checkedLoad.Runtime, checkedLoad.CrossCheck.Runtime));
        Assert.Contains("Reported s in all", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(bench.Session, "demo-q8-*.md")), Cancel), StringComparison.Ordinal);
        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var load = Assert.Single(bench.Entries().OfType<JournalEntry.Load>());
        Assert.Equal((true, 4096), (load.WasLoadedBefore, load.ContextTokens));
        var missing = Assert.Single(SessionContent.Read(bench.Session).Header.Missing);
        Assert.Contains("loads nothing over HTTP", missing.Reason, StringComparison.Ordinal);
    }

    /// <summary>As another program, or the owner at the app, may do in the middle of a session.</summary>
    private static void Post(HttpClient http, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var answer = http.Send(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
