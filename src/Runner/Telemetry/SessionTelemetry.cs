using System.Diagnostics;
using System.Diagnostics.Metrics;
using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Telemetry;

/// <summary>Turns what a session tells into spans and metrics. All is made of what the timeline kept, after the request.</summary>
public sealed class SessionTelemetry : ISessionWatcher, IDisposable
{
    /// <summary>The name of our meter and of our activity source.</summary>
    public const string Name = "LlmObs.Runner";

    private readonly Meter _meter = new(Name);
    private readonly ActivitySource _source = new(Name);
    private readonly bool _capturesContent;
    private readonly RequestMeters _requests;
    private readonly SessionGauges _gauges;
    private readonly VariantGauges _variants;
    private readonly RunTrace _trace;
    private SessionHeader? _header;

    /// <param name="clock">Tells how long a request has been under way.</param>
    /// <param name="sight">Whether the server is there.</param>
    /// <param name="capturesContent">Whether prompts and answers go onto spans.</param>
    public SessionTelemetry(TimeProvider clock, ServerSight sight, bool capturesContent)
    {
        _capturesContent = capturesContent;
        _requests = new RequestMeters(_meter);
        _gauges = new SessionGauges(_meter, clock, () => sight.Last?.IsUp);
        _variants = new VariantGauges(_meter);
        _trace = new RunTrace(_source);
        Sight = sight;
    }

    public ServerSight Sight { get; }

    /// <summary>Publishes results of earlier sessions, so that a comparison shows all that was ever measured.</summary>
    public void Publish(IEnumerable<VariantResult> results) => _variants.Add(results);

    public void On(SessionEvent happened)
    {
        Sight.On(happened);
        switch (happened)
        {
            case SessionEvent.Started started:
                _header = started.Header;
                _gauges.Started(started);
                break;
            case SessionEvent.Loading loading:
                _gauges.RunBegan(loading.Run);
                _requests.Expect(loading.Run, IsSimulated);
                _trace.Begin(loading.Run, _header!);
                break;
            case SessionEvent.StepBegan began:
                _trace.Step(began.Step);
                break;
            case SessionEvent.StepEnded:
                _trace.StepEnded();
                break;
            case SessionEvent.Loaded loaded:
                _requests.Loaded(loaded.Run, loaded.Entry, IsSimulated);
                _trace.Loaded(loaded.Entry);
                break;
            case SessionEvent.Requesting requesting:
                _gauges.Requesting(requesting.Request);
                break;
            case SessionEvent.Requested requested:
                _gauges.Requested(requested);
                if (requested.Entry.Outcome is RequestOutcome.Unsent)
                    _requests.Requested(requested, IsSimulated);
                else
                    new ChatSpan(_source, _header!.Server, _capturesContent).Write(requested, _trace.Parent, () => _requests.Requested(requested, IsSimulated));
                break;
            case SessionEvent.RunEnded ended:
                End(ended);
                break;
            case SessionEvent.Summarized summarized:
                Publish(summarized.Results);
                break;
            case SessionEvent.Ended ended:
                _gauges.RunEnded();
                _trace.Close();
                Publish(ended.Results);
                break;
        }
    }

    public void Dispose()
    {
        _trace.Close();
        _source.Dispose();
        _meter.Dispose();
    }

    private bool IsSimulated => _header is { Server.IsSimulated: true };

    private void End(SessionEvent.RunEnded ended)
    {
        _gauges.RunEnded();
        if (ended.Failure is { } failure)
            _trace.Fail(failure);
        _trace.Close();
    }
}
