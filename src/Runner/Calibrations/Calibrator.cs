using LlmObs.Calibrations;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Calibrations;

/// <summary>Holds the measured path against a Simulator whose every write is known.</summary>
internal sealed class Calibrator : IAsyncDisposable
{
    private const int Context = 131_072;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http = new();
    private readonly OpenAiStreamClient _client;
    private readonly Uri _simulator;
    private readonly TimeProvider _clock;
    private readonly Truths _truths;
    private int _requests;

    public Calibrator(Uri simulator, TimeProvider clock)
    {
        (_simulator, _clock) = (simulator, clock);
        _client = new OpenAiStreamClient(simulator, apiKey: null, clock);
        _truths = new Truths(_http, simulator, clock);
    }

    /// <summary>With its model loaded, its connections open and everything compiled by a shorter one of its kind before.</summary>
    public async Task<CalibrationRow> MeasureAsync(CalibrationLoad load, CancellationToken cancellationToken)
    {
        var model = CalibrationLoads.Model(load);
        await LoadAsync(model, cancellationToken);
        await _client.WarmUpAsync(load.Streams, cancellationToken);
        await StreamAsync(load with { Tokens = Math.Min(load.Tokens, 64) }, model, cancellationToken);
        var (timelines, spent) = await StreamAsync(load, model, cancellationToken);
        var chunks = timelines.Sum(timeline => timeline.Events.Count(seen => seen.TextBytes > 0));
        var streams = new List<TrueStream>();
        foreach (var timeline in timelines.Where(timeline => RequestOutcome.Of(timeline) is RequestOutcome.Completed))
        {
            if (await _truths.OfAsync(timeline, cancellationToken) is { } stream)
                streams.Add(stream);
        }
        return CalibrationRow.Of(load, streams, load.Streams - streams.Count) with { CpuSecondsPerChunk = spent.CpuSeconds / chunks, AllocatedBytesPerChunk = (double)spent.Bytes / chunks };
    }

    /// <summary>What one chunk more costs: a request's own cost is in both of two lengths, and falls out.</summary>
    public async Task<(double CpuSeconds, double Bytes)> SteadyCostAsync(int tokens, CancellationToken cancellationToken)
    {
        var shorter = new CalibrationLoad(1, 0, tokens);
        var longer = shorter with { Tokens = tokens * 5 };
        var model = CalibrationLoads.Model(shorter);
        await LoadAsync(model, cancellationToken);
        await StreamAsync(longer, model, cancellationToken);
        var few = (await StreamAsync(shorter, model, cancellationToken)).Spent;
        var many = (await StreamAsync(longer, model, cancellationToken)).Spent;
        var more = longer.Tokens - shorter.Tokens;
        return ((many.CpuSeconds - few.CpuSeconds) / more, (double)(many.Bytes - few.Bytes) / more);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>All at once, each begun a part of a gap after the one before: their chunks do not come together.</summary>
    private async Task<(RequestTimeline[] Timelines, Spent Spent)> StreamAsync(CalibrationLoad load, string model, CancellationToken cancellationToken)
    {
        GC.Collect();
        var before = Spent.Now();
        var begun = _clock.GetTimestamp();
        var timelines = await Task.WhenAll(Enumerable.Range(0, load.Streams).Select(async number =>
        {
            await UntilAsync(begun, TimeSpan.FromSeconds(load.GapSeconds * number / load.Streams), cancellationToken);
            return await _client.StreamAsync(Request(load, model), cancellationToken);
        }));
        return (timelines, Spent.Now().Since(before));
    }

    private async Task UntilAsync(long begun, TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (wait - _clock.GetElapsedTime(begun) is { Ticks: > 0 } left)
            await Task.Delay(left, _clock, cancellationToken);
    }

    private ChatRequest Request(CalibrationLoad load, string model) => new()
    {
        Model = model,
        Prompt = $"{Interlocked.Increment(ref _requests)}: speak.",
        MaxTokens = load.Tokens,
        Sampling = Sampling.Greedy,
        IdleLimit = Limit,
        TotalLimit = Limit,
    };

    private async Task LoadAsync(string model, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(_simulator, "api/v1/models/load"), new { model, context_length = Context }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>By this process so far.</summary>
    private readonly record struct Spent(double CpuSeconds, long Bytes)
    {
        public static Spent Now() => new(Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true));

        public Spent Since(Spent before) => new(CpuSeconds - before.CpuSeconds, Bytes - before.Bytes);
    }
}
