using System.Diagnostics.Metrics;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>The session under way, as gauges that are read when someone asks.</summary>
internal sealed class SessionGauges
{
    private readonly TimeProvider _clock;
    private readonly Lock _changing = new();
    private readonly Dictionary<string, long> _underWay = new(StringComparer.Ordinal);
    private (Run Run, DateTimeOffset At)? _run;
    private SessionEvent.Requested? _last;
    private (double Planned, double Done)? _progress;
    private ServerIdentity? _server;

    public SessionGauges(Meter meter, TimeProvider clock, Func<bool?> isUp)
    {
        _clock = clock;
        meter.CreateObservable(RunnerInstruments.LastTimeToFirstToken, () => Last(last => last.Measurement.TimeToFirstToken?.TotalSeconds));
        meter.CreateObservable(RunnerInstruments.LastDecodeSpeed, () => Last(last => last.Measurement.DecodeTokensPerSecond));
        meter.CreateObservable(RunnerInstruments.OldestRequestAge, OldestAge);
        meter.CreateObservable(RunnerInstruments.RunStart, RunStart);
        meter.CreateObservable(RunnerInstruments.RequestsPlanned, () => _progress?.Planned);
        meter.CreateObservable(RunnerInstruments.RequestsDone, () => _progress?.Done);
        meter.CreateObservable(RunnerInstruments.ServerUp, () => ServerUp(isUp()));
    }

    public void Started(SessionEvent.Started started)
    {
        lock (_changing)
        {
            _server = started.Header.Server;
            _progress = (started.Blocks.SelectMany(block => block.Runs).Sum(run => run.Requests.Count), started.AlreadyMeasured);
        }
    }

    public void RunBegan(Run run)
    {
        lock (_changing)
        {
            _run = (run, _clock.GetUtcNow());
            _last = null;
            _underWay.Clear();
        }
    }

    public void Requesting(PlannedRequest request)
    {
        lock (_changing)
            _underWay[request.Id] = _clock.GetTimestamp();
    }

    public void Requested(SessionEvent.Requested ended)
    {
        lock (_changing)
        {
            _underWay.Remove(ended.Request.Id);
            _last = ended;
            if (!ended.Request.IsWarmup && _progress is { } progress)
                _progress = progress with { Done = progress.Done + 1 };
        }
    }

    public void RunEnded()
    {
        lock (_changing)
        {
            _run = null;
            _underWay.Clear();
        }
    }

    private IEnumerable<Measurement<double>> Last(Func<SessionEvent.Requested, double?> figure)
    {
        lock (_changing)
        {
            return _last is { } last && figure(last) is { } value
                ? [new Measurement<double>(value, RequestTags.Of(last.Run.Variant, last.Request, IsSimulated))]
                : [];
        }
    }

    private double? OldestAge()
    {
        lock (_changing)
            return _underWay.Count == 0 ? 0 : _clock.GetElapsedTime(_underWay.Values.Min()).TotalSeconds;
    }

    private IEnumerable<Measurement<double>> RunStart()
    {
        lock (_changing)
            return _run is { } run ? [new Measurement<double>(run.At.ToUnixTimeMilliseconds() / 1000.0, VariantTags.Of(run.Run.Variant, IsSimulated))] : [];
    }

    private IEnumerable<Measurement<double>> ServerUp(bool? isUp)
    {
        lock (_changing)
        {
            if (isUp is null || _server is null)
                return [];
            return [new Measurement<double>(isUp.Value ? 1 : 0, new(Attributes.ProviderName, _server.Kind), new(Attributes.Simulated, _server.IsSimulated ? "true" : "false"))];
        }
    }

    private bool IsSimulated => _server is { IsSimulated: true };
}
