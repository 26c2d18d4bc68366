using System.Diagnostics;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Simulator.Options;
using LlmObs.Statistics;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>The tool in fresh processes: its first measured request, and what it says when it was held up.</summary>
[Collection(nameof(Alone))]
public sealed class FreshClientTests : IDisposable
{
    private const int Requests = 15;
    private const int Processes = 5;

    /// <summary>Seconds.</summary>
    private const double Allowed = 0.010;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-fresh-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// The model is in memory, and the plan has no warm-up. What is compared is the client's part of a time to first token: all but what the Simulator says it took from
    /// reading the request to writing the first text; it is kept busy, for a server that had nothing to do wakes slowly. The later of the first two, for what is done with
    /// an answer is new code too, against the median of the others; the median of five processes, for what disturbs one or two is this machine. On two busy cores of eight
    /// processes that were not warmed six were 20 to 57 ms later, of eight warmed ones one was 11 ms, the others less.
    /// </summary>
    [Fact]
    public async Task The_first_measured_request_of_a_fresh_process_is_no_slower_than_the_rest()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, NeighbourCost = 0, RememberedResponses = 20_000 });
        var instance = await bench.LoadAsync(SessionPlans.Key);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var busy = KeepBusyAsync(bench.Server, instance, enough.Token);

        var above = new List<double>();
        for (var process = 0; process < Processes; process++)
            above.Add(Above(await MeasureAsync(bench, process)));
        await enough.CancelAsync();
        await busy;

        Assert.True(above.Order().ElementAt(Processes / 2) < Allowed, $"The first were later than the others by so many seconds: {string.Join(", ", above)}.");
    }

    /// <summary>The process is stopped for a while by its system, as a laptop's lid or a debugger does it. The clock goes on, and requests were due meanwhile.</summary>
    [Fact]
    public async Task A_client_that_was_held_up_says_by_how_much_it_sent_late_and_loses_no_request()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        await using var bench = await SessionBench.StartAsync();
        var plan = Path.Combine(_folder, "plan.json");
        var offered = (SessionPlans.Of(SessionPlans.Q8) with { Cases = [SessionPlans.Of().Cases[0] with { Passes = [Pass.OpenLoop] }] })
            .With(settings => settings with { OpenLoop = new OpenLoop { RequestsPerSecond = [20], Arrivals = ArrivalProcess.Constant, Requests = 60 } });
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(offered, PlanJson.Options), Cancel);
        await using var process = OwnProcess.Start("run", plan, "--server", bench.Address.ToString(), "--output", Path.Combine(_folder, "held"));
        await UntilAsync(process, () => Lines() > 10);

        await SignalAsync("STOP", process.Id);
        await Task.Delay(TimeSpan.FromMilliseconds(800), TimeProvider.System, Cancel);
        await SignalAsync("CONT", process.Id);
        await process.EndAsync(Patience);

        var session = Assert.Single(Directory.GetDirectories(Path.Combine(_folder, "held")));
        var kept = SessionContent.Read(session).Entries.OfType<JournalEntry.Request>().ToList();
        var late = kept.Select(request => request.Timeline.SendLateness!.Value.TotalSeconds).Order().ToList();
        Assert.Equal(60, kept.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(late[^1], 0.5, 2);
        Assert.InRange(late.Count(seconds => seconds > 0.1), 8, 30);
        Assert.True(late[20] < 0.02, $"The others were sent in time: {late[20]}.");
        Assert.All(kept, request => Assert.Equal(RequestMeasurement.Of(request.Timeline).TimeToFirstToken + request.Timeline.SendLateness, RequestMeasurement.Of(request.Timeline).TimeToFirstTokenFromIntended));
        Assert.Contains("**Sent late:**", File.ReadAllText(Path.Combine(session, "summary.md")), StringComparison.Ordinal);
    }

    private static double Above(List<double> firstTokens) => firstTokens.Take(2).Max() - Distribution.Of(firstTokens.Skip(2))!.P50;

    private async Task<List<double>> MeasureAsync(SessionBench bench, int number)
    {
        var output = Path.Combine(_folder, $"first-{number}");
        await using var process = OwnProcess.Start("run", "--server", bench.Address.ToString(), "--model", SessionPlans.Key, "--requests", $"{Requests}", "--warmup", "0", "--max-tokens", "12", "--output", output);
        await process.EndAsync(Patience);
        var kept = SessionContent.Read(Assert.Single(Directory.GetDirectories(output))).Entries.OfType<JournalEntry.Request>().ToList();
        Assert.Equal((Requests, false), (kept.Count, kept[0].IsWarmup));
        var parts = new List<double>();
        foreach (var request in kept)
            parts.Add((RequestMeasurement.Of(request.Timeline).TimeToFirstToken!.Value - await ServedAsync(bench.Address, request.Timeline.ResponseId!)).TotalSeconds);
        return parts;
    }

    /// <summary>From the request's reading to the first text's writing.</summary>
    private async Task<TimeSpan> ServedAsync(Uri simulator, string response)
    {
        var truth = JsonDocument.Parse(await _http.GetStringAsync(new Uri(simulator, $"truth/{response}"), Cancel)).RootElement;
        var written = truth.GetProperty("writes").EnumerateArray().First(write => write.GetProperty("textBytes").GetInt32() > 0).GetProperty("timestamp").GetInt64();
        return TimeProvider.System.GetElapsedTime(truth.GetProperty("receivedTimestamp").GetInt64(), written);
    }

    private static async Task KeepBusyAsync(ILlmServer server, LoadedInstance instance, CancellationToken enough)
    {
        for (var request = 0; !enough.IsCancellationRequested; request++)
        {
            await server.StreamAsync(Chat(instance, request), enough);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private static ChatRequest Chat(LoadedInstance instance, int number) => new()
    {
        Model = instance.Id,
        Prompt = $"// {number}\nHello",
        MaxTokens = 12,
        Sampling = Sampling.Greedy,
        IdleLimit = Patience,
        TotalLimit = Patience,
    };

    private int Lines() => Directory.Exists(Path.Combine(_folder, "held"))
        ? Directory.GetFiles(Path.Combine(_folder, "held"), "requests.jsonl", SearchOption.AllDirectories).Sum(path => new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)).ReadToEnd().Count(letter => letter == '\n'))
        : 0;

    private static async Task UntilAsync(OwnProcess process, Func<bool> isReached)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isReached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience && !process.HasExited, $"It does not come to that. {process.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync(Cancel);
        Assert.Equal(0, kill.ExitCode);
    }
}
