using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Sees to it that a server which tells what it does works for one load of a sweep alone, as far as it can be seen: between its steps, never during a request.</summary>
internal sealed class SweepNeighbours
{
    private readonly Telling _telling;
    private readonly SharedServer _shared;

    public SweepNeighbours(ILlmServer server, string instanceId, TimeSpan limit, TimeProvider clock, ISessionWatcher watcher)
    {
        _telling = new Telling(watcher);
        _shared = new SharedServer(server, instanceId, limit, clock, _telling);
    }

    /// <summary>Returns when the server is free: null, or the reason why it is not waited any longer.</summary>
    public Task<string?> AwaitAsync(CancellationToken cancellationToken) => _shared.AwaitAsync(cancellationToken);

    /// <summary>Tells when somebody else was served during these requests, which have ended.</summary>
    public async Task LookBackAsync(IReadOnlyList<string> ours, CancellationToken cancellationToken)
    {
        var known = _shared.Use?.During.Count;
        _telling.Tells = false;
        await _shared.LookBackAsync(ours, cancellationToken);
        _telling.Tells = true;
        if (_shared.Use?.During.Count > known)
            _telling.On(new SessionEvent.Noticed($"The server worked for somebody else during {ours[0]}{(ours.Count == 1 ? "" : $" and the {ours.Count - 1} after it")}: what the sweep measured there may be too slow."));
    }

    /// <summary>What is told of a run that is flagged is not true of a sweep.</summary>
    private sealed class Telling(ISessionWatcher watcher) : ISessionWatcher
    {
        public bool Tells { get; set; } = true;

        public void On(SessionEvent happened)
        {
            if (Tells)
                watcher.On(happened);
        }
    }
}
