using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class SleptRequestTests
{
    private static readonly DateTimeOffset Sent = new(2026, 2, 4, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(30, 31.9, null)]
    [InlineData(30, 28.1, null)]
    [InlineData(30, 3630, "This machine slept while the request was under way, or its clock was set: 3600 s are missing on the monotonic clock.")]
    [InlineData(30, -30, "This machine's clock was set back by 60 s while the request was under way.")]
    public void A_request_is_no_measurement_when_its_two_clocks_disagree(double monotonic, double wall, string? reason)
    {
        var timeline = new RequestTimeline { SentAt = Sent, SentTimestamp = 0, EndAt = TimeSpan.FromSeconds(monotonic), End = StreamEnd.Done };

        Assert.Equal(reason, SleptRequest.Outcome(timeline, Sent.AddSeconds(wall))?.Reason);
    }

    [Fact]
    public async Task A_request_during_which_the_machine_slept_is_in_no_figure_and_the_others_are()
    {
        await using var bench = await SessionBench.StartAsync();
        var clock = new SleepyClock();
        var sent = 0;
        await using var real = await new ServerConnector(clock).ConnectAsync(bench.Address, null, Cancel);
        var server = new DisturbedServer(real) { AfterStream = () => clock.Slept += ++sent == 2 ? TimeSpan.FromHours(8) : TimeSpan.Zero };
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Iterations = 3 });

        var outcome = await new BenchmarkSession(server, clock, [bench.Seen]).RunAsync(bench.Request(plan), Cancel);

        var ended = Assert.IsType<SessionOutcome.Ended>(outcome);
        Assert.Equal(SessionEnd.CompletedWithFailures, ended.End);
        var measured = bench.Entries().OfType<JournalEntry.Request>().ToList();
        Assert.Equal([null, SleptRequest.Code, null], measured.Select(request => request.Outcome.Code));
        Assert.Equal(2, Assert.Single(Assert.Single(ended.Results).Cases).Of(Metrics.TimeToFirstToken)!.N);
    }

    [Fact]
    public async Task A_run_that_slept_through_is_loaded_and_measured_once_more_on_resume_and_the_first_stays_in_the_journal()
    {
        await using var bench = await SessionBench.StartAsync();
        var clock = new SleepyClock();
        await using var real = await new ServerConnector(clock).ConnectAsync(bench.Address, null, Cancel);
        var server = new DisturbedServer(real) { AfterStream = () => clock.Slept += TimeSpan.FromHours(1) };
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Iterations = 2 });
        await new BenchmarkSession(server, clock, [bench.Seen]).RunAsync(bench.Request(plan), Cancel);
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("b1/q8 has measured nothing: This machine slept", StringComparison.Ordinal) && notice.Contains("--resume", StringComparison.Ordinal));
        var lost = bench.Entries();
        Assert.Equal((0, 2, false), Progress(bench));

        var ended = Assert.IsType<SessionOutcome.Ended>(await bench.ResumeAsync());

        Assert.Equal(SessionEnd.Completed, ended.End);
        Assert.Equal(lost, bench.Entries().Take(lost.Count), (first, second) => first.GetType() == second.GetType() && first.At == second.At);
        Assert.Equal((2, 2, true), Progress(bench));
        Assert.Contains(bench.Seen.Notices, notice => notice.EndsWith("It is loaded and measured once more; what was seen stays in the journal and is in no figure.", StringComparison.Ordinal));
        var result = Assert.Single(ended.Results);
        Assert.Equal([true, false], result.Loads.Select(load => load.Lost is not null));
        Assert.Equal((2, 0), (Assert.Single(result.Cases).Requests, Assert.Single(result.Cases).NotCompleted));
        Assert.Contains("measured once more, in no figure: This machine slept", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(bench.Session, "demo-q8-*.md")), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_sleeps_through_twice_is_not_measured_a_third_time()
    {
        await using var bench = await SessionBench.StartAsync();
        var clock = new SleepyClock();
        await using var real = await new ServerConnector(clock).ConnectAsync(bench.Address, null, Cancel);
        var server = new DisturbedServer(real) { AfterStream = () => clock.Slept += TimeSpan.FromHours(1) };
        await new BenchmarkSession(server, clock, [bench.Seen]).RunAsync(bench.Request(SessionPlans.Of(SessionPlans.Q8)), Cancel);
        foreach (var _ in Enumerable.Range(0, 2))
            await new BenchmarkSession(server, clock, [bench.Seen]).RunAsync(bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { Resume = bench.Session }, Cancel);

        Assert.Equal(2, bench.Entries().OfType<JournalEntry.Request>().Count());
    }

    private static (int Measured, int Planned, bool IsOver) Progress(SessionBench bench)
    {
        var content = Runner.Results.SessionContent.Read(bench.Session);
        var progress = SessionProgress.Of(content.Header, content.Entries)!;
        return (progress.Measured, progress.Planned, progress.IsOver);
    }

    /// <summary>The wall clock of a machine that sleeps now and then.</summary>
    private sealed class SleepyClock : TimeProvider
    {
        public TimeSpan Slept { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Slept;
    }
}
