namespace LlmObs.Runner.Sessions;

/// <summary>Tells all watchers. One that throws is not told again; the others and the measurement go on.</summary>
internal sealed class WatcherCrowd(IReadOnlyList<ISessionWatcher> watchers) : ISessionWatcher
{
    private readonly List<ISessionWatcher> _listening = [.. watchers];
    private readonly Lock _telling = new();

    public void On(SessionEvent happened)
    {
        lock (_telling)
        {
            foreach (var watcher in _listening.ToList())
                Tell(watcher, happened);
        }
    }

    private void Tell(ISessionWatcher watcher, SessionEvent happened)
    {
        try
        {
            watcher.On(happened);
        }
#pragma warning disable CA1031 // A watcher's bug, whatever it is, must not end a measurement of days.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            _listening.Remove(watcher);
            foreach (var other in _listening.ToList())
                Tell(other, new SessionEvent.Noticed($"{watcher.GetType().Name} failed and is not told any more: {bug.Message}"));
        }
    }
}
