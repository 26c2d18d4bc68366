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

    /// <summary>Streams that do not begin together begin so far from each other, and a part of a gap more: their chunks do not come together either.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(5);

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
        await WarmUpAsync(load, cancellationToken);
        var (timelines, spent) = await StreamAsync(load, Nothing, cancellationToken);
        var chunks = timelines.Sum(timeline => timeline.Events.Count(seen => seen.TextBytes > 0));
        var streams = await TruthsOfAsync(timelines, cancellationToken);
        return CalibrationRow.Of(load, streams, timelines.Count - streams.Count) with { CpuSecondsPerChunk = spent.CpuSeconds / chunks, AllocatedBytesPerChunk = (double)spent.Bytes / chunks };
    }

    /// <summary>Every observer once in each round, each time another one first: what changes in the machine meanwhile meets all of them.</summary>
    public async Task<IReadOnlyList<ObservedRound>> ObserveAsync(CalibrationLoad load, IReadOnlyList<Observer> observers, int rounds, CancellationToken cancellationToken)
    {
        await WarmUpAsync(load, cancellationToken);
        var observed = new List<ObservedRound>();
        foreach (var (round, turn) in Enumerable.Range(0, rounds).SelectMany(round => Enumerable.Range(0, observers.Count).Select(turn => (round, turn))))
        {
            var observer = observers[(round + turn) % observers.Count];
            var (timelines, _) = await StreamAsync(load, observer.After, cancellationToken);
            var streams = await TruthsOfAsync(timelines, cancellationToken);
            observed.Add(new ObservedRound(observer.Name, round, [.. streams.Select(stream => StreamError.Of(stream.Timeline, stream.Written)).OfType<StreamError>()]));
        }
        return observed;
    }

    /// <summary>What one chunk more costs: a request's own cost is in both of two lengths, and falls out.</summary>
    public async Task<(double CpuSeconds, double Bytes)> SteadyCostAsync(int tokens, CancellationToken cancellationToken)
    {
        var shorter = new CalibrationLoad(1, 0, tokens);
        var longer = shorter with { Tokens = tokens * 5 };
        await LoadAsync(CalibrationLoads.Model(shorter), cancellationToken);
        await StreamAsync(longer, Nothing, cancellationToken);
        var few = (await StreamAsync(shorter, Nothing, cancellationToken)).Spent;
        var many = (await StreamAsync(longer, Nothing, cancellationToken)).Spent;
        var more = longer.Tokens - shorter.Tokens;
        return ((many.CpuSeconds - few.CpuSeconds) / more, (double)(many.Bytes - few.Bytes) / more);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
    }

    private static void Nothing(RequestTimeline timeline)
    {
    }

    private async Task WarmUpAsync(CalibrationLoad load, CancellationToken cancellationToken)
    {
        await LoadAsync(CalibrationLoads.Model(load), cancellationToken);
        await _client.WarmUpAsync(load.Streams, cancellationToken);
        await StreamAsync(load with { Tokens = Math.Min(load.Tokens, 64), Requests = 1 }, Nothing, cancellationToken);
    }

    private async Task<IReadOnlyList<TrueStream>> TruthsOfAsync(IReadOnlyList<RequestTimeline> timelines, CancellationToken cancellationToken)
    {
        var streams = new List<TrueStream>();
        foreach (var timeline in timelines.Where(timeline => RequestOutcome.Of(timeline) is RequestOutcome.Completed))
        {
            if (await _truths.OfAsync(timeline, cancellationToken) is { } stream)
                streams.Add(stream);
        }
        return streams;
    }

    private async Task<(IReadOnlyList<RequestTimeline> Timelines, Spent Spent)> StreamAsync(CalibrationLoad load, Action<RequestTimeline> after, CancellationToken cancellationToken)
    {
        GC.Collect();
        var before = Spent.Now();
        var begun = _clock.GetTimestamp();
        var timelines = await Task.WhenAll(Enumerable.Range(0, load.Streams).Select(number => SpeakAsync(load, begun, number, after, cancellationToken)));
        return ([.. timelines.SelectMany(stream => stream)], Spent.Now().Since(before));
    }

    private async Task<IReadOnlyList<RequestTimeline>> SpeakAsync(CalibrationLoad load, long begun, int number, Action<RequestTimeline> after, CancellationToken cancellationToken)
    {
        await UntilAsync(begun, load.Together ? TimeSpan.Zero : number * (Apart + TimeSpan.FromSeconds(load.GapSeconds / load.Streams)), cancellationToken);
        var timelines = new List<RequestTimeline>();
        for (var request = 0; request < load.Requests; request++)
        {
            var timeline = await _client.StreamAsync(Request(load), cancellationToken);
            after(timeline);
            timelines.Add(timeline);
        }
        return timelines;
    }

    private async Task UntilAsync(long begun, TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (wait - _clock.GetElapsedTime(begun) is { Ticks: > 0 } left)
            await Task.Delay(left, _clock, cancellationToken);
    }

    private ChatRequest Request(CalibrationLoad load) => new()
    {
        Model = CalibrationLoads.Model(load),
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
