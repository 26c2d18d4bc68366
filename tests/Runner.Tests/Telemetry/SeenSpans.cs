using System.Collections.Concurrent;
using System.Diagnostics;
using LlmObs.Runner.Telemetry;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>Listens to our activity source and keeps what belongs to one session.</summary>
internal sealed class SeenSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SeenSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SessionTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Every span of the session's traces, in the order they ended.</summary>
    public IReadOnlyList<Activity> Of(string session)
    {
        var traces = _ended.Where(span => session.Equals(span.GetTagItem(Attributes.Session))).Select(span => span.TraceId).ToHashSet();
        return [.. _ended.Where(span => traces.Contains(span.TraceId))];
    }

    public void Dispose() => _listener.Dispose();
}
