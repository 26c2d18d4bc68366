using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Load at given rates on a Simulator whose slots and whose time for an answer are known.</summary>
[Collection(nameof(Alone))]
public sealed class OpenLoopTests
{
    private const int Tokens = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// One slot that serves in S takes 1/S requests a second. At a rate above that the k-th waits k (S − 1/rate) longer, as whoever sends it finds out;
    /// a closed loop sends it only when the one before has ended, and never sees that (coordinated omission).
    /// </summary>
    [Fact]
    public async Task Above_the_servers_capacity_it_shows_the_waiting_that_a_closed_loop_hides()
    {
        const double Rate = 8;
        const int Requests = 30;
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ParallelSlots = 1, NeighbourCost = 0 });

        await bench.RunAsync(Plan(new OpenLoop { RequestsPerSecond = [Rate], Arrivals = ArrivalProcess.Constant, Requests = Requests }).With(settings => settings with { Iterations = 20, Warmups = 1 }));

        var cases = Assert.Single(SessionReports.Rebuild(bench.Session)).Cases;
        var closed = cases.Single(one => one is { Pass: Pass.Speed, IsWarmup: false });
        var open = cases.Single(one => one.Pass == Pass.OpenLoop);
        var (hidden, shown) = (closed.Of(Metrics.TimeToFirstToken)!, open.Of(Metrics.TimeToFirstTokenFromIntended)!);
        var service = closed.Of(Metrics.Duration)!.P50;
        Assert.InRange(service, 0.2, 0.26);
        Assert.True(hidden.P95 < 0.12, $"The closed loop waits for nobody: {hidden.P95}.");
        Assert.InRange(shown.P50 / (hidden.P50 + (Requests - 1) / 2.0 * (service - 1 / Rate)), 0.9, 1.15);
        Assert.InRange(shown.Max / (hidden.P50 + (Requests - 1) * (service - 1 / Rate)), 0.9, 1.15);
        Assert.Equal((Requests, 0), (open.Requests, open.NotCompleted));
        Assert.True(open.Of(Metrics.SendLateness)!.P50 < 0.01, $"Half are sent within 10 ms of their time: {open.Of(Metrics.SendLateness)!.P50}.");
        Assert.Contains("## Requests at given rates", File.ReadAllText(Path.Combine(bench.Session, "summary.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_request_that_was_to_come_is_kept_once_sent_or_not()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ParallelSlots = 1, NeighbourCost = 0 });

        var outcome = await bench.RunAsync(Plan(new OpenLoop { RequestsPerSecond = [20, 30], Requests = 25, MostInFlight = 3 }));

        var kept = Kept(bench);
        Assert.Equal(50, kept.Count);
        Assert.Equal(50, kept.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(kept, request => Assert.Equal(request.Outcome is RequestOutcome.Unsent, request.Timeline.SendLateness is null));
        var open = Assert.Single(SessionReports.Rebuild(bench.Session)).Cases.Where(one => one.Pass == Pass.OpenLoop).ToList();
        Assert.Equal([20, 30], open.Select(one => one.OpenLoop!.RequestsPerSecond));
        Assert.All(open, one => Assert.Equal((25, 3, 1), (one.OpenLoop!.NotSent + one.Outcomes["completed"], one.OpenLoop.MostInFlight, one.OpenLoop.Loops)));
        Assert.All(open, one => Assert.True(one.OpenLoop!.NotSent > 5, "A quarter of them has room."));
        Assert.Equal(SessionEnd.CompletedWithFailures, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Contains("**Not sent** are requests whose time came", File.ReadAllText(Directory.GetFiles(bench.Session, "demo-q8*.md").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_cut_short_goes_on_with_what_is_left_of_it_and_says_so()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 10 });
        var plan = Plan(new OpenLoop { RequestsPerSecond = [40], Requests = 30 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = 0;
        await bench.RunAsync(bench.Server, bench.Request(plan), stop.Token, new Reaction<SessionEvent.Requested>(requested =>
        {
            if (requested.Request.Arrival is not null && ++seen == 10)
                stop.Cancel();
        }));
        var before = Kept(bench).Select(request => request.Id).ToList();

        await bench.ResumeAsync();

        var kept = Kept(bench);
        Assert.InRange(before.Count, 10, 25);
        Assert.Equal(30, kept.Count);
        Assert.Equal(30, kept.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(before, kept.Where(request => request.Arrival!.Part == 1).Select(request => request.Id));
        Assert.All(kept, request => Assert.IsType<RequestOutcome.Completed>(request.Outcome));
        Assert.Equal(2, Assert.Single(SessionReports.Rebuild(bench.Session)).Cases.Single(one => one.OpenLoop is not null).OpenLoop!.Loops);
    }

    [Fact]
    public async Task The_times_are_those_of_the_plans_seed()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 10 });

        await bench.RunAsync(Plan(new OpenLoop { RequestsPerSecond = [20], Requests = 20 }));

        var kept = Kept(bench).OrderBy(request => request.Iteration).ToList();
        var times = ArrivalSchedule.Of(ArrivalProcess.Poisson, 20, 20, null, "1/hello/20").ToList();
        Assert.Equal(times, kept.Select(request => request.Arrival!.After));
        var began = kept[0].Timeline.SentTimestamp - kept[0].Timeline.SendLateness!.Value.TotalSeconds * TimeProvider.System.TimestampFrequency;
        Assert.All(kept, request => Assert.Equal(
            (request.Arrival!.After - times[0]).TotalSeconds, (request.Timeline.SentTimestamp - began) / TimeProvider.System.TimestampFrequency - request.Timeline.SendLateness!.Value.TotalSeconds, 5));
    }

    [Theory]
    [InlineData(400, 90, 1000)]
    [InlineData(0, 0, 60)]
    public async Task The_streams_of_a_closed_loop_begin_over_the_ramp(int milliseconds, double least, double most)
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { NeighbourCost = 0 });

        await bench.RunAsync((SessionPlans.Of(SessionPlans.Q8) with { Cases = [Case([Pass.Speed]) with { MaxTokens = 60 }] })
            .With(settings => settings with { Concurrency = [4], Iterations = 6, Ramp = TimeSpan.FromMilliseconds(milliseconds) }));

        var sent = bench.Entries().OfType<JournalEntry.Request>().Select(request => request.Timeline.SentTimestamp * 1000.0 / TimeProvider.System.TimestampFrequency).Order().Take(4).ToList();
        Assert.All(sent.Zip(sent.Skip(1), (one, next) => next - one), gap => Assert.InRange(gap, least, most));
        Assert.Equal(6, bench.Entries().OfType<JournalEntry.Request>().Count(request => request.Outcome is RequestOutcome.Completed));
    }

    private static List<JournalEntry.Request> Kept(SessionBench bench) => [.. bench.Entries().OfType<JournalEntry.Request>().Where(request => request.Arrival is not null)];

    private static Plan Plan(OpenLoop loop) => (SessionPlans.Of(SessionPlans.Q8) with { Cases = [Case([Pass.Speed, Pass.OpenLoop])] }).With(settings => settings with { OpenLoop = loop });

    private static Case Case(IReadOnlyList<Pass> passes) => new() { Id = "hello", Category = "x", Prompt = "Tell me about schedules.", MaxTokens = Tokens, Passes = passes };
}
