using System.Diagnostics.Metrics;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>Histograms and counters of requests and loads. Only completed requests enter a speed; all are counted.</summary>
internal sealed class RequestMeters(Meter meter)
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(5);
    private static readonly string[] Outcomes = ["completed", "truncated", "empty", "failed", "refused", "unsent"];
    private static readonly string[] TokenTypes = ["input", "cached", "output", "reasoning"];

    private readonly Histogram<double> _timeToFirstToken = meter.CreateHistogram(RunnerInstruments.TimeToFirstToken);
    private readonly Histogram<double> _timeToFirstTokenFromIntended = meter.CreateHistogram(RunnerInstruments.TimeToFirstTokenFromIntended);
    private readonly Histogram<double> _sendLateness = meter.CreateHistogram(RunnerInstruments.SendLateness);
    private readonly Histogram<double> _decodeSpeed = meter.CreateHistogram(RunnerInstruments.DecodeSpeed);
    private readonly Histogram<double> _timePerOutputToken = meter.CreateHistogram(RunnerInstruments.TimePerOutputToken);
    private readonly Histogram<double> _duration = meter.CreateHistogram(RunnerInstruments.RequestDuration);
    private readonly Histogram<double> _loadTime = meter.CreateHistogram(RunnerInstruments.LoadTime);
    private readonly Counter<long> _tokens = meter.CreateCounter(RunnerInstruments.Tokens);
    private readonly Counter<long> _requests = meter.CreateCounter(RunnerInstruments.Requests);
    private readonly Counter<long> _stalls = meter.CreateCounter(RunnerInstruments.Stalls);

    /// <summary>Makes every series of a run at 0: Prometheus sees no increase in one that first appears at 1, and a benchmark has few requests.</summary>
    public void Expect(Run run, bool isSimulated)
    {
        foreach (var request in run.Warmups.Concat(run.Requests).DistinctBy(request => (request.Case, RequestTags.Phase(request), request.Concurrency)))
        {
            var tags = RequestTags.Of(run.Variant, request, isSimulated);
            _stalls.Add(0, tags);
            foreach (var outcome in Outcomes)
                _requests.Add(0, [.. tags, new(Attributes.Outcome, outcome)]);
            foreach (var type in TokenTypes)
                _tokens.Add(0, [.. tags, new(Attributes.TokenType, type)]);
        }
    }

    public void Loaded(Run run, JournalEntry.Load load, bool isSimulated)
    {
        if (load is { Failure: null, LoadTime: { } time })
            _loadTime.Record(time.TotalSeconds, VariantTags.Of(run.Variant, isSimulated));
    }

    /// <summary>Called while the request's span is the current one: that makes it the exemplar.</summary>
    public void Requested(SessionEvent.Requested ended, bool isSimulated)
    {
        var tags = RequestTags.Of(ended.Run.Variant, ended.Request, isSimulated);
        var (outcome, figures) = (ended.Entry.Outcome, ended.Measurement);
        _requests.Add(1, [.. tags, new(Attributes.Outcome, outcome.Name)]);
        if (outcome is RequestOutcome.Unsent)
            return;
        KeyValuePair<string, object?>[] offered = ended.Request.Arrival is { } arrival ? [.. tags, new(Attributes.ArrivalRate, arrival.RequestsPerSecond)] : tags;
        Record(_sendLateness, figures.SendLateness?.TotalSeconds, offered);
        _duration.Record(figures.Duration.TotalSeconds, [.. tags, .. ErrorType(outcome)]);
        _stalls.Add(figures.InterChunkLatencies.Count(gap => gap > Stall), tags);
        Count(ended.Entry.Timeline, figures, tags);
        if (outcome is not RequestOutcome.Completed)
            return;
        Record(_timeToFirstToken, figures.TimeToFirstToken?.TotalSeconds, tags);
        Record(_timeToFirstTokenFromIntended, figures.TimeToFirstTokenFromIntended?.TotalSeconds, offered);
        Record(_decodeSpeed, figures.DecodeTokensPerSecond, tags);
        Record(_timePerOutputToken, figures.TimePerOutputToken?.TotalSeconds, tags);
    }

    private void Count(RequestTimeline timeline, RequestMeasurement figures, KeyValuePair<string, object?>[] tags)
    {
        int?[] counts = [figures.PromptTokens, timeline.CachedTokens, figures.OutputTokens, timeline.Usage?.ReasoningTokens];
        foreach (var (type, count) in TokenTypes.Zip(counts))
            _tokens.Add(count ?? 0, [.. tags, new(Attributes.TokenType, type)]);
    }

    private static IEnumerable<KeyValuePair<string, object?>> ErrorType(RequestOutcome outcome) =>
        outcome.Code is { } code ? [new(Attributes.ErrorType, code)] : [];

    private static void Record(Histogram<double> histogram, double? value, KeyValuePair<string, object?>[] tags)
    {
        if (value is { } known)
            histogram.Record(known, tags);
    }
}
