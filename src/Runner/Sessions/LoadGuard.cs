using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Sessions;

/// <summary>Looks before each load, a run's or a sweep's, whether the session had better stop: the time set with <c>--until</c>, the disk, the machine's memory pressure.</summary>
internal sealed class LoadGuard(BeforeLoad before, DateTimeOffset? until, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>False, and told, when the session had better stop; it goes on with <c>--resume</c>.</summary>
    public async Task<bool> MayLoadAsync(CancellationToken cancellationToken)
    {
        var reason = until <= clock.GetUtcNow() ? "The time set with --until has come: no new run is started." : await before.WhyStopAsync(cancellationToken);
        if (reason is not null)
            watcher.On(new SessionEvent.Noticed(reason));
        return reason is null;
    }
}
