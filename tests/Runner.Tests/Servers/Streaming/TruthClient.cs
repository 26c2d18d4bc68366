using System.Net.Http.Json;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>Measured streams of a Simulator in this process, each beside the truth of its writes.</summary>
internal sealed class TruthClient : IAsyncDisposable
{
    private const string Model = "demo-coder@q4_k_m";
    private readonly SimulatorHost _simulator;
    private readonly OpenAiStreamClient _client;
    private readonly HttpClient _http = new();

    private TruthClient(SimulatorHost simulator)
    {
        _simulator = simulator;
        _client = new OpenAiStreamClient(simulator.Address, apiKey: null, TimeProvider.System);
    }

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    /// <summary>With its model loaded, its connections open and its first request behind it, as a session has it.</summary>
    public static async Task<TruthClient> StartAsync(int streams)
    {
        var truth = new TruthClient(await SimulatorHost.StartAsync(new SimulatorOptions { ParallelSlots = streams, NeighbourCost = 0 }, Stopped));
        using var loaded = await truth._http.PostAsJsonAsync(new Uri(truth._simulator.Address, "api/v1/models/load"), new { model = Model, context_length = 8192 }, Stopped);
        loaded.EnsureSuccessStatusCode();
        await truth._client.WarmUpAsync(streams, Stopped);
        await truth.MeasureAsync(streams, 0);
        return truth;
    }

    /// <summary>So many streams at once.</summary>
    public async Task<IReadOnlyList<TruthError>> MeasureAsync(int streams, int round)
    {
        var timelines = await Task.WhenAll(Enumerable.Range(0, streams).Select(number => _client.StreamAsync(Request($"{round}.{number}"), Stopped)));
        var errors = new List<TruthError>();
        foreach (var timeline in timelines)
            errors.Add(new TruthError(timeline, await TruthAsync(timeline.ResponseId!)));
        return errors;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    private static ChatRequest Request(string nonce) => Reading.Request with { Model = Model, Prompt = $"{nonce}: write a sorting function and explain it.", MaxTokens = 256 };

    private async Task<WrittenTruth> TruthAsync(string id) =>
        (await _http.GetFromJsonAsync<WrittenTruth>(new Uri(_simulator.Address, $"truth/{id}"), JsonSerializerOptions.Web, Stopped))!;
}

/// <summary>What <c>/truth/{id}</c> says of a response's writes.</summary>
internal sealed record WrittenTruth(IReadOnlyList<Written> Writes);

/// <param name="Timestamp">Just before the write, on the clock of <see cref="TimeProvider.System"/>.</param>
/// <param name="TextBytes">Of answer or thinking.</param>
internal sealed record Written(long Timestamp, int TextBytes);

/// <summary>How far what was measured is from what was written.</summary>
internal sealed class TruthError
{
    public TruthError(RequestTimeline timeline, WrittenTruth truth)
    {
        var written = truth.Writes.Where(write => write.TextBytes > 0).Select(write => TimeProvider.System.GetElapsedTime(timeline.SentTimestamp, write.Timestamp)).ToList();
        var seen = timeline.Events.Where(seen => seen.TextBytes > 0).Select(seen => seen.At).ToList();
        var measured = RequestMeasurement.Of(timeline);
        Assert.Equal(truth.Writes.Sum(write => write.TextBytes), timeline.Events.Sum(seen => seen.TextBytes));
        Assert.Equal(written.Count, seen.Count);
        Delays = [.. seen.Zip(written, (at, write) => (at - write).TotalMilliseconds)];
        FirstToken = measured.TimeToFirstToken!.Value.TotalMilliseconds - written[0].TotalMilliseconds;
        var rate = (written.Count - 1) / (written[^1] - written[0]).TotalSeconds;
        Decode = Math.Abs(measured.DecodeTokensPerSecond!.Value / rate - 1) * 100;
    }

    /// <summary>Milliseconds from just before each write to its event's time.</summary>
    public IReadOnlyList<double> Delays { get; }

    /// <summary>Milliseconds by which the time to first token is too long.</summary>
    public double FirstToken { get; }

    /// <summary>Percent by which the decode rate is off, either way.</summary>
    public double Decode { get; }
}
