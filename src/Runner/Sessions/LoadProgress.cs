using LlmObs.Plans;

namespace LlmObs.Runner.Sessions;

/// <summary>Tells the watchers how far a load is, as far as its server says: at most once a second, and when it is done.</summary>
internal sealed class LoadProgress(Run run, TimeProvider clock, ISessionWatcher watcher) : IProgress<double>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _telling = new();
    private double _told;
    private long? _toldAt;

    public void Report(double value)
    {
        lock (_telling)
        {
            var isSoon = _toldAt is { } last && clock.GetElapsedTime(last) < Pause;
            if (value <= _told || isSoon && value < 1)
                return;
            (_told, _toldAt) = (value, clock.GetTimestamp());
        }
        watcher.On(new SessionEvent.LoadProgressed(run, value));
    }
}
