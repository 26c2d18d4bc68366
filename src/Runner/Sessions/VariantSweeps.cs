using LlmObs.Plans;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>What of a variant's sweeps is still open, after its run: each in loads of its own, so that the run's memory, energy and speed are the run's alone.</summary>
internal sealed class VariantSweeps(PreparedSession session, Run run, ILlmServer server, HostWatch host, LoadGuard guard, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>
    /// False when the session had better stop before the next load. A server that is gone is waited for as between runs, and where a sweep stands then its journal tells.
    /// Throws when the user stops it, when the disk fails, or when the server does not come back.
    /// </summary>
    public Task<bool> MeasureAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var returning = new ServerReturn(server, session.Content.Plan.Settings.Limits.ServerReturn, clock, watcher);
        return returning.OutliveAsync(run, until, async isBack =>
        {
            if (isBack)
                await ClearAsync(cancellationToken);
            return await OpenAsync(cancellationToken);
        }, cancellationToken);
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        foreach (var sweep in session.OpenSweeps(run))
        {
            var bench = new SweepBench(session, run, server, host, guard, clock, watcher);
            var goesOn = sweep switch
            {
                SweepKind.Parallel => new ParallelSweeping(bench).MeasureAsync(cancellationToken),
                SweepKind.Rate => new RateSweeping(bench).MeasureAsync(cancellationToken),
                _ => new ContextSweeping(bench).MeasureAsync(cancellationToken),
            };
            if (!await goesOn)
                return false;
        }
        return true;
    }

    /// <summary>Only the line was cut: what was loaded for the sweep could not be unloaded then, and is not the owner's.</summary>
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        var left = new LeftLoads(server, new ClearedMemory(null, TimeSpan.Zero, clock), clock);
        var told = await left.ClearAsync(session.Folder, await server.ListModelsAsync(cancellationToken), cancellationToken);
        foreach (var text in told)
            watcher.On(new SessionEvent.Noticed(text));
        if (told.Count > 0)
            host.Cleared(clock.GetUtcNow());
    }
}
