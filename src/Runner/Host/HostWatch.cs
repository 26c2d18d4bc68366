using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Results;

namespace LlmObs.Runner.Host;

/// <summary>
/// What the machine did during the runs of one session, as a Collector saw it. Without one every figure is null. It is asked before a load, between requests
/// and after a run, never while a request is under way.
/// </summary>
public sealed class HostWatch : IDisposable
{
    /// <summary>How old a sample may be and still tell of now: enough at the usual pace, and twice the longest interval there is.</summary>
    private static readonly TimeSpan[] Recent = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)];

    private readonly CollectorClient? _collector;
    private readonly ServerLook? _server;
    private readonly CollectorPace? _pace;
    private readonly TimeProvider _clock;
    private readonly string _who;
    private DateTimeOffset _quietSince;
    private DateTimeOffset _watchedSince;
    private RunSamples? _samples;
    private RunWindow? _window;
    private long _beganTimestamp;
    private GateWait? _gate;

    /// <param name="collector">Null where nobody watches.</param>
    /// <param name="server">The server under test, where it is on the Collector's machine.</param>
    /// <param name="settling">What was unloaded so long ago is not taken for the machine's own use.</param>
    /// <param name="clock">The one clock.</param>
    /// <param name="who">What watches, in words.</param>
    public HostWatch(CollectorClient? collector, Uri? server, TimeSpan settling, TimeProvider clock, string who = "the Collector")
    {
        (_collector, _clock, _who) = (collector, clock, $"{who} at {collector?.Address}");
        _pace = collector is null ? null : new CollectorPace(collector, settling);
        _server = collector is not null && server is not null ? new ServerLook(collector, server) : null;
        _quietSince = clock.GetUtcNow() - CollectorPace.LongestBaseline;
    }

    /// <summary>Two samples of a Collector at its usual pace.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The calmest that the machine was seen before a load of this session.</summary>
    public IdleBaseline Idle { get; private set; } = new();

    /// <summary>What idle meant before a session was stopped: the machine that it is resumed on may be warm of what it did.</summary>
    public void Remember(IdleBaseline idle) => Idle = Idle.CalmerOf(idle);

    /// <summary>The Simulator watches the machine it simulates, and knows at once what is in its memory.</summary>
    /// <param name="server">The server under test.</param>
    /// <param name="collector">Who watches a machine; null where nobody does. One on this machine knows nothing of a server on another.</param>
    /// <param name="clock">The one clock.</param>
    public static HostWatch Of(ServerIdentity server, Uri? collector, TimeProvider clock)
    {
        if (server.IsSimulated)
            return new HostWatch(new CollectorClient(server.Address), server.Address, TimeSpan.Zero, clock, "the Simulator");
        var witness = Witness.Of(server, collector);
        var isOnItsMachine = witness is not null && Witness.IsBeside(server, witness);
        return new HostWatch(witness is null ? null : new CollectorClient(witness), isOnItsMachine ? server.Address : null, Settling, clock);
    }

    /// <summary>Called when a model of ours that no run of this watch had loaded is out of memory: before that the machine was not without our models.</summary>
    public void Cleared(DateTimeOffset at) => _quietSince = at > _quietSince ? at : _quietSince;

    /// <summary>Called before a load: returns when the machine has been without our models long enough to know its own use.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            await _server.BeforeAsync(cancellationToken);
        if (_pace is not null)
            await _pace.LearnAsync(cancellationToken);
        if (_watchedSince == default)
            _watchedSince = _clock.GetUtcNow();
        var calmSince = _server is null || _quietSince > _watchedSince ? _quietSince : _watchedSince;
        if (_pace is not null && calmSince + _pace.Settling - _clock.GetUtcNow() is { Ticks: > 0 } left)
            await Task.Delay(left, _clock, cancellationToken);
        Begin();
    }

    /// <summary>Called when a model of ours has come into memory: not where it failed, and not where it was there before.</summary>
    public void Loaded() => _window = _window! with { LoadEnded = _clock.GetUtcNow() };

    /// <summary>Called between requests: of a run longer than the Collector remembers nothing is lost.</summary>
    public Task KeepUpAsync(CancellationToken cancellationToken) => _samples is { IsDue: true } ? _samples.FetchAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>The memory that the load under way took, by the samples from its end to a moment, or the first one after: of machine or server, whichever is more; null where that is not known.</summary>
    public async Task<RunMemory?> MemoryUntilAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        if (_samples is null || _window is not { LoadEnded: { } ended } window)
            return null;
        await _samples.FetchAsync(cancellationToken);
        var before = _samples.All.Where(sample => sample.At < window.LoadBegan).ToList();
        var after = _samples.All.Where(sample => sample.At >= ended).ToList();
        List<HostSample> samples = [.. before, .. after.Where((sample, index) => index == 0 || sample.At <= moment)];
        var server = _server is { } look ? RunMemory.OfServer(samples, window.LoadBegan, $"memory of the server's processes, as {_who} saw it", look.Port) : null;
        return RunMemory.Larger(RunMemory.Of(samples, window.LoadBegan, $"memory used by the machine, as {_who} saw it"), server);
    }

    /// <summary>Called when all is measured and the model still in memory.</summary>
    public Task MeasuredAsync(CancellationToken cancellationToken) => _server?.AfterAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Keeps how long was waited before a block, for its first run that measures anything; null where nothing was waited for.</summary>
    public void Waited(GateWait? wait) => _gate = wait;

    /// <summary>The latest sample; null where nobody watches or the Collector does not answer.</summary>
    public async Task<HostSample?> NowAsync(CancellationToken cancellationToken) => await RecentAsync(cancellationToken) is [.., var latest] ? latest : null;

    /// <summary>The samples of the last seconds, or the latest one where the pace is slower; empty where nobody watches or the Collector does not answer.</summary>
    public async Task<IReadOnlyList<HostSample>> RecentAsync(CancellationToken cancellationToken)
    {
        if (_collector is null)
            return [];
        try
        {
            return await RecentAsync(_collector, cancellationToken);
        }
        catch (CollectorException)
        {
            return [];
        }
    }

    /// <summary>Called when the model is out of memory again, and nothing is measured.</summary>
    /// <param name="measured">The measured requests of a run that began with the last <see cref="BeginAsync"/>.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<WatchedRun> EndAsync(IReadOnlyList<RequestSpan> measured, CancellationToken cancellationToken)
    {
        _quietSince = _clock.GetUtcNow();
        var window = _window! with { Ended = _quietSince, Measured = [.. measured.Where(request => request.Time.From >= _window.LoadBegan)] };
        var gate = TakeGate(window);
        var run = new WatchedRun { Clock = new RunClock(window.Run.Length.TotalSeconds, _clock.GetElapsedTime(_beganTimestamp).TotalSeconds) };
        if (_samples is null)
            return run;
        await _samples.FetchAsync(cancellationToken);
        return Watched(run, window, gate, _samples) with { Problems = [.. new[] { _samples.Problem, _server?.TakeProblem(), _pace?.TakeProblem() }.OfType<string>()] };
    }

    public void Dispose() => _collector?.Dispose();

    private async Task<IReadOnlyList<HostSample>> RecentAsync(CollectorClient collector, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        foreach (var age in Recent)
        {
            var samples = await collector.SamplesAsync(now - age, now, cancellationToken);
            if (samples.Count > 0)
                return age == Recent[0] ? samples : [samples[^1]];
        }
        return [];
    }

    private void Begin()
    {
        var began = _clock.GetUtcNow();
        var earliest = began - (_pace?.BaselineTime ?? RunMemory.BaselineTime);
        var from = _quietSince > earliest ? _quietSince : earliest;
        _beganTimestamp = _clock.GetTimestamp();
        _window = new RunWindow { BaselineFrom = from, LoadBegan = began, Ended = began };
        _samples = _collector is null ? null : new RunSamples(_collector, _clock, from, _pace!.FetchEvery);
    }

    private GateWait? TakeGate(RunWindow window)
    {
        var gate = window.Measured.Count == 0 ? null : _gate;
        _gate = gate is null ? _gate : null;
        return gate;
    }

    private WatchedRun Watched(WatchedRun run, RunWindow window, GateWait? gate, RunSamples taken)
    {
        var samples = taken.All;
        if (samples.Count == 0)
            return run;
        Idle = Idle.CalmerOf(IdleBaseline.Of(samples, window.Baseline));
        var conditions = RunConditions.Of(samples, window, Idle, _who, _server?.Port) with { ServerBefore = _server?.Before, ServerAfter = _server?.After, Gate = gate, Idle = Idle };
        return run with { Memory = RunMemory.Of(samples, window.LoadBegan, $"memory used by the machine, as {_who} saw it"), Conditions = conditions };
    }
}
