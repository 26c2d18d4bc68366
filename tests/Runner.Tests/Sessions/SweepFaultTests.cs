using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Runner.Sessions;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>What befalls a sweep from outside: it becomes no figure of the model, and does not end the campaign.</summary>
[Collection(nameof(Alone))]
public sealed class SweepFaultTests
{
    private static readonly ContextSweep Context = new() { MaximumTokens = 4096 };
    private static readonly ParallelSweep Parallel = new() { RequestsPerStream = 2, MaximumStreams = 2, MinimumGain = 0 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_gone_during_a_sweep_is_waited_for_and_the_next_variant_follows()
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        control.Answered = Once(2, timeline => timeline with { End = StreamEnd.ConnectFailed, FinishReason = null, Error = "refused." });
        var plan = SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6).With(settings => settings with { ContextSweep = Context });

        var outcome = await bench.RunAsync(server, bench.Request(plan), Cancel);

        Assert.NotEqual(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Contains(bench.Seen.Notices, notice => notice.Contains("waits for the server to come back, at most", StringComparison.Ordinal));
        Assert.All(SessionReports.Rebuild(bench.Session), result => Assert.Equal((true, 4096, ContextProblem.NotAsked), (result.ContextSweep!.IsComplete, result.ContextSweep.UsableContextTokens, result.ContextSweep.Limit)));
        Assert.Empty(await bench.LoadedAsync());
    }

    [Theory]
    [InlineData(StreamEnd.ConnectionReset)]
    [InlineData(StreamEnd.EndOfStream)]
    [InlineData(StreamEnd.HttpError)]
    public async Task A_fault_that_passes_is_no_limit_of_the_context_and_its_step_is_tried_once_more(StreamEnd end)
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        control.Answered = Once(2, timeline => Faulty(timeline, end));

        await bench.RunAsync(server, bench.Request(Plan(Context)), Cancel);

        Assert.Equal((true, 4096, ContextProblem.NotAsked), Of(ContextOf(bench)));
        var at = Probes(bench).Where(request => request.Context!.ContextTokens == 2048).ToList();
        Assert.Equal(["b1/q8/sweep/context/2048", "b1/q8/sweep/context/2048/a2"], at.Select(request => request.Id));
        Assert.Equal(2, at.Select(request => request.LoadId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, at.Select(request => request.Nonce).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(bench.Seen.Of<SessionEvent.Swept>(), told => told.Text.EndsWith("That measures no context: it is tried once more.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Met_twice_it_ends_the_sweep_and_what_is_above_is_not_known()
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        var count = 0;
        control.Answered = (request, timeline) => IsProbe(request) && ++count >= 2 ? Faulty(timeline, StreamEnd.ConnectionReset) : timeline;

        await bench.RunAsync(server, bench.Request(Plan(Context)), Cancel);

        Assert.Equal((true, 1024, null), Of(ContextOf(bench)));
        Assert.StartsWith("Not known above 1,024 tokens: stopped by what is not a limit of the context, met 2 times at 2,048 tokens: The connection broke", ContextOf(bench).LimitReason, StringComparison.Ordinal);
        Assert.Equal(3, Probes(bench).Count);
    }

    [Fact]
    public async Task A_refusal_of_the_prompt_is_a_limit_at_once()
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        control.Answered = Once(2, timeline => Faulty(timeline, StreamEnd.HttpError) with { StatusCode = 400 });

        await bench.RunAsync(server, bench.Request(Plan(Context)), Cancel);

        Assert.Equal((true, 1024, ContextProblem.RequestFailed), Of(ContextOf(bench)));
        Assert.Equal(2, Probes(bench).Count);
    }

    [Theory]
    [InlineData(1, ParallelStop.NotAsked)]
    [InlineData(2, ParallelStop.Failures)]
    public async Task A_level_with_a_fault_that_passes_is_measured_once_more(int faults, ParallelStop stop)
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        var seen = 0;
        // run, warm-up and the first level's first request
        control.Answered = (_, timeline) => Interlocked.Increment(ref seen) is 3 or 6 && faults-- > 0 ? Faulty(timeline, StreamEnd.ConnectionReset) : timeline;

        await bench.RunAsync(server, bench.Request(Plan(Parallel)), Cancel);

        var result = Assert.Single(SessionReports.Rebuild(bench.Session)).ParallelSweep!;
        Assert.Equal((true, stop), (result.IsComplete, result.Stop));
        Assert.Equal([1, 1, 2, 2], bench.Entries().OfType<JournalEntry.SweepRequest>().Where(request => request.Parallel is { Streams: 1 }).Select(request => request.Parallel!.Attempt));
    }

    [Fact]
    public async Task The_time_set_with_until_is_looked_at_before_each_load_of_a_sweep()
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(4);
        control.Refuses = options => options.ContextTokens == 4096 ? Late(until) : null;

        var outcome = await bench.RunAsync(server, bench.Request(Plan(Context)) with { Until = until }, Cancel);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Equal([null, 4096], control.Asked);
        Assert.Single(bench.Seen.Notices, notice => notice == "The time set with --until has come: no new run is started.");
        await bench.ResumeAsync();
        Assert.Equal(2048, ContextOf(bench).UsableContextTokens);
    }

    [Fact]
    public async Task Before_each_step_the_server_is_waited_for_until_it_is_free()
    {
        await using var bench = await SessionBench.StartAsync();
        var (looks, sent) = (0, 0);
        var server = new DisturbedServer(bench.Server) { Activity = () => new ServerActivity { UnderWay = sent >= 3 && ++looks <= 2 ? 1 : 0 }, AfterStream = () => sent++ };

        await bench.RunAsync(server, bench.Request(Plan(Context)), Cancel);

        Assert.Equal(4096, ContextOf(bench).UsableContextTokens);
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("The server worked for somebody else during b1/q8/sweep/context/1024: what the sweep", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Seen.Notices, notice => notice.EndsWith("the run is flagged.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_become_free_ends_the_sweep_and_no_limit_is_claimed()
    {
        await using var bench = await SessionBench.StartAsync();
        var sent = 0;
        var server = new DisturbedServer(bench.Server) { Activity = () => new ServerActivity { UnderWay = sent >= 3 ? 1 : 0 }, AfterStream = () => sent++ };
        var plan = Plan(Context).With(settings => settings with { Limits = settings.Limits with { Busy = TimeSpan.FromSeconds(1) } });

        await bench.RunAsync(server, bench.Request(plan), Cancel);

        Assert.Equal((true, 1024, null), Of(ContextOf(bench)));
        Assert.StartsWith("Not known above 1,024 tokens: The server still worked for somebody else", ContextOf(bench).LimitReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LoadFailureCause.ProcessDied, false)]
    [InlineData(LoadFailureCause.UnsupportedModel, false)]
    [InlineData(LoadFailureCause.OutOfMemory, true)]
    public async Task What_did_not_load_for_its_run_is_not_loaded_again_and_again(LoadFailureCause cause, bool triesLess)
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        control.Refuses = options => options.ContextTokens >= 2048 ? new ServerException("It does not load.") { Cause = cause } : null;
        var plan = Plan(Context).With(settings => settings with { ContextTokens = 2048, ParallelSweep = Parallel });

        await bench.RunAsync(server, bench.Request(plan), Cancel);

        Assert.Equal(triesLess ? [2048, 1024] : [2048], control.Asked);
        var result = Assert.Single(SessionReports.Rebuild(bench.Session));
        Assert.Equal((true, ParallelStop.NotLoaded, "It does not load."), (result.ParallelSweep!.IsComplete, result.ParallelSweep.Stop, result.ParallelSweep.StopReason));
        Assert.Equal((true, triesLess ? 1024 : null, ContextProblem.LoadRefused), Of(result.ContextSweep!));
        Assert.EndsWith("It does not load.", result.ContextSweep!.LimitReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, null, ContextProblem.SpeedUnknown)]
    [InlineData(0, 4096, ContextProblem.NotAsked)]
    public async Task A_floor_that_nobody_could_measure_is_not_kept(double floor, int? usable, ContextProblem limit)
    {
        await using var bench = await SessionBench.StartAsync();
        var (server, control) = SweepServer.Of(bench.Server);
        control.Answered = (request, timeline) => IsProbe(request) ? timeline with { Events = [.. timeline.Events.Where(seen => seen.TextBytes > 0).Take(1)], Usage = timeline.Usage! with { CompletionTokens = 1 } } : timeline;

        await bench.RunAsync(server, bench.Request(Plan(Context with { MinimumDecodeTokensPerSecond = floor })), Cancel);

        Assert.Equal((true, usable, limit), Of(ContextOf(bench)));
        Assert.Equal([1024, 2048, 4096], ContextOf(bench).Steps.Select(step => step.ContextTokens));
    }

    [Fact]
    public void The_codes_of_a_session_are_those_of_a_fault_that_passes()
    {
        var timeline = new RequestTimeline { SentAt = TimeProvider.System.GetUtcNow(), SentTimestamp = 0, End = StreamEnd.Done, EndAt = TimeSpan.FromSeconds(1) };

        Assert.All([SleptRequest.Code, ResponseVerifier.WrongModel], code => Assert.True(PassingFault.Is(timeline, new RequestOutcome.Failed { Code = code })));
        Assert.False(PassingFault.Is(timeline, new RequestOutcome.Failed { Code = "no-finish-reason" }));
    }

    private static Plan Plan(ContextSweep sweep) => SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ContextSweep = sweep });

    private static Plan Plan(ParallelSweep sweep) => SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ParallelSweep = sweep });

    private static ContextSweepResult ContextOf(SessionBench bench) => Assert.Single(SessionReports.Rebuild(bench.Session)).ContextSweep!;

    private static (bool IsComplete, int? Usable, ContextProblem? Limit) Of(ContextSweepResult result) => (result.IsComplete, result.UsableContextTokens, result.Limit);

    private static List<JournalEntry.SweepRequest> Probes(SessionBench bench) => [.. bench.Entries().OfType<JournalEntry.SweepRequest>().Where(request => !request.IsWarmup)];

    private static bool IsProbe(ChatRequest request) => request.Prompt.Contains("hides a code", StringComparison.Ordinal);

    /// <summary>Only the so-manieth probe of a context meets it.</summary>
    private static Func<ChatRequest, RequestTimeline, RequestTimeline> Once(int which, Func<RequestTimeline, RequestTimeline> fault)
    {
        var count = 0;
        return (request, timeline) => IsProbe(request) && ++count == which ? fault(timeline) : timeline;
    }

    private static RequestTimeline Faulty(RequestTimeline timeline, StreamEnd end) =>
        timeline with { End = end, StatusCode = end == StreamEnd.HttpError ? 503 : timeline.StatusCode, FinishReason = null, Error = "no more." };

    /// <summary>It takes until then to fail.</summary>
    private static ServerException Late(DateTimeOffset until)
    {
        SpinWait.SpinUntil(() => TimeProvider.System.GetUtcNow() > until, TimeSpan.FromSeconds(10));
        return new ServerException("insufficient memory") { Cause = LoadFailureCause.OutOfMemory };
    }
}
