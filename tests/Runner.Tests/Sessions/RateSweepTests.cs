using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>The rate sweep on the Simulator, whose capacity is known: slots over the time of an answer.</summary>
[Collection(nameof(Alone))]
public sealed class RateSweepTests
{
    private const int Tokens = 20;

    /// <summary>q8 waits 60 ms, reads some 40 tokens at 4000 a second, and writes the rest at 130 a second.</summary>
    private const double Service = 0.06 + 0.01 + (Tokens - 1) / 130.0;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Even arrivals at answers of even length wait for nothing up to the capacity; above it the p95 of thirty is over the bound from 5 % more on.</summary>
    [Fact]
    public async Task It_finds_the_known_capacity()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ParallelSlots = 2, NeighbourCost = 0 });

        await bench.RunAsync(Plan(new RateSweep { FirstRequestsPerSecond = 4, MaximumRequestsPerSecond = 32, Arrivals = ArrivalProcess.Constant, RequestsPerRate = 30, TimeToFirstTokenBound = TimeSpan.FromMilliseconds(200), Precision = 0.1 }));

        var result = Result(bench.Session);
        Assert.Equal((true, RateStop.Found, 2), (result.IsComplete, result.Stop, result.ParallelSlots));
        Assert.InRange(result.HighestGoodRate!.Value / (2 / Service), 0.85, 1.06);
        Assert.InRange(result.LowestBadRate!.Value / (2 / Service), 0.95, 1.2);
        Assert.All(result.Levels, level => Assert.Equal((30, 0, 0), (level.Requests, level.NotSent, level.NotCompleted)));
        Assert.Empty(await bench.LoadedAsync());
        Assert.Contains($"**{result.HighestGoodRate:0.####} requests a second** is the highest rate", File.ReadAllText(Directory.GetFiles(bench.Session, "demo-q8*.md").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_could_not_be_sent_make_a_rate_too_much()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ParallelSlots = 1, NeighbourCost = 0, TimeScale = 2 });

        await bench.RunAsync(Plan(new RateSweep { FirstRequestsPerSecond = 16, MaximumRequestsPerSecond = 16, RequestsPerRate = 20, Precision = 1, MostInFlight = 4, TimeToFirstTokenBound = TimeSpan.FromMinutes(1) }));

        var result = Result(bench.Session);
        var over = result.Levels.Single(level => level.RequestsPerSecond == 16);
        Assert.False(over.IsGood);
        Assert.True(over is { NotSent: > 0, MostInFlight: 4, Requests: 20 }, "One slot, four under way.");
        Assert.Equal(20, bench.Entries().OfType<JournalEntry.SweepRequest>().Count(request => request.Rate?.RequestsPerSecond == 16));
    }

    [Fact]
    public async Task A_rate_that_was_cut_short_is_measured_again_whole_and_no_other_is()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 10 });
        await bench.RunAsync(Plan(Quick));
        bench.CutJournal(bench.Entries().TakeWhile(entry => entry is not JournalEntry.SweepRequest { Rate.RequestsPerSecond: 40 }).Count() + 5);

        await bench.ResumeAsync();

        AssertWhole(bench.Entries(), cutAt: 40);
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_of_it_is_gone_on_with()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 10 }, Cancel);
        var folder = Directory.CreateTempSubdirectory("llmobs-rates-").FullName;
        try
        {
            var plan = Path.Combine(folder, "plan.json");
            await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(Plan(Quick), PlanJson.Options), Cancel);
            await using (var killed = OwnProcess.Start("run", plan, "--server", simulator.Address.ToString(), "--output", Path.Combine(folder, "results")))
                await UntilAsync(killed, () => Journal(folder).Contains("\"requestsPerSecond\":40", StringComparison.Ordinal));
            var session = Assert.Single(Directory.GetDirectories(Path.Combine(folder, "results")));

            await using var again = OwnProcess.Start("run", "--resume", session, "--server", simulator.Address.ToString());
            await again.EndAsync(Patience);

            AssertWhole(SessionContent.Read(session).Entries, cutAt: 40);
            Assert.True(Result(session).IsComplete);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RateSweep Quick => new() { FirstRequestsPerSecond = 20, MaximumRequestsPerSecond = 40, RequestsPerRate = 40, TimeToFirstTokenBound = TimeSpan.FromSeconds(5) };

    /// <summary>Every request of the sweep once; the rate that was cut short in a second attempt of all its requests.</summary>
    private static void AssertWhole(IReadOnlyList<JournalEntry> entries, double cutAt)
    {
        var sent = entries.OfType<JournalEntry.SweepRequest>().Where(request => request.Rate is not null).ToList();
        Assert.Equal(sent.Count, sent.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal([(20, 1, true), (cutAt, 1, false), (cutAt, 2, true)], sent.GroupBy(request => (request.Rate!.RequestsPerSecond, request.Rate.Attempt)).Select(attempt => (attempt.Key.RequestsPerSecond, attempt.Key.Attempt, attempt.Count() == 40)));
        Assert.Single(entries.OfType<JournalEntry.SweepEnd>());
    }

    private static string Journal(string folder)
    {
        var path = Directory.Exists(Path.Combine(folder, "results")) ? Directory.GetFiles(Path.Combine(folder, "results"), "requests.jsonl", SearchOption.AllDirectories).FirstOrDefault() : null;
        if (path is null)
            return "";
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    private static async Task UntilAsync(OwnProcess process, Func<bool> isReached)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isReached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience && !process.HasExited, $"It does not come to that. {process.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }

    private static Plan Plan(RateSweep sweep) => (SessionPlans.Of(SessionPlans.Q8) with
    {
        Cases = [new Case { Id = "long", Category = "x", Prompt = "Tell me about schedules.", MaxTokens = Tokens }],
    }).With(settings => settings with { RateSweep = sweep });

    private static RateSweepResult Result(string session) => Assert.Single(SessionReports.Rebuild(session)).RateSweep!;
}
