using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Load at given rates on a real llama.cpp server of one slot: what comes while it answers waits in its queue.</summary>
[Collection(nameof(Alone))]
public sealed class RealOpenLoopTests(LlamaFixture llama) : IClassFixture<LlamaFixture>, IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-llama-open-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task Requests_that_come_faster_than_they_are_answered_wait_and_none_is_lost()
    {
        llama.Demand();
        await using var server = await LlamaServerProcess.StartAsync(llama.Tools, await llama.Models.FileAsync("Q4_K_M", Cancel), [], Cancel);

        var session = await RunAsync(server.Address);

        var result = Assert.Single(SessionReports.Rebuild(session));
        var closed = result.Cases.Single(one => one is { Pass: Plans.Pass.Speed, IsWarmup: false });
        var open = result.Cases.Single(one => one.OpenLoop is not null);
        var kept = SessionContent.Read(session).Entries.OfType<JournalEntry.Request>().Where(request => request.Arrival is not null).ToList();
        Assert.Equal((20, 20, 20), (kept.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count(), open.Requests, open.Outcomes["completed"]));
        Assert.True(open.OpenLoop!.MostInFlight > 5, $"They come all at once: {open.OpenLoop.MostInFlight}.");
        Assert.True(open.Of(Metrics.TimeToFirstTokenFromIntended)!.P95 > 5 * closed.Of(Metrics.TimeToFirstToken)!.P50, "A queue was there.");
        Assert.True(result.RateSweep is { IsComplete: true, Stop: RateStop.NotAsked, HighestGoodRate: 20 }, $"{result.RateSweep?.StopReason}");
    }

    private async Task<string> RunAsync(Uri server)
    {
        var plan = Path.Combine(_results, "open.json");
        await File.WriteAllTextAsync(plan, """
            {
              "schemaVersion": 1, "name": "open", "discover": "available",
              "cases": [{ "id": "boxes", "category": "x", "prompt": "Say hello to the three boxes.", "maxTokens": 40, "passes": ["speed", "openLoop"] }],
              "settings": {
                "blocks": 1, "warmups": 1, "iterations": 5, "seed": 1,
                "openLoop": { "requestsPerSecond": [200], "requests": 20 },
                "rateSweep": { "firstRequestsPerSecond": 20, "maximumRequestsPerSecond": 20, "requestsPerRate": 20, "timeToFirstTokenBound": "5 min" }
              }
            }
            """, Cancel);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = Surroundings.OfThisProcess() with { Output = output, Error = error, IsOutputTerminal = false, IsErrorTerminal = false };
        var exitCode = await LlmObsCommand.InvokeAsync(["run", plan, "--server", server.ToString(), "--output", _results], surroundings, Cancel);
        Assert.True(exitCode == 0, output.ToString() + error);
        return Assert.Single(Directory.GetDirectories(_results));
    }
}
