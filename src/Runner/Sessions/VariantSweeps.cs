using LlmObs.Plans;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>What of a variant's sweeps is still open, after its run: each in loads of its own, so that the run's memory, energy and speed are the run's alone.</summary>
internal sealed class VariantSweeps(PreparedSession session, Run run, ILlmServer server, HostWatch host, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>Throws when the user stops it, when the disk fails, or when the server is gone; it goes on from there.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (var sweep in session.OpenSweeps(run))
        {
            var bench = new SweepBench(session, run, server, host, clock, watcher);
            await (sweep == SweepKind.Parallel ? new ParallelSweeping(bench).MeasureAsync(cancellationToken) : new ContextSweeping(bench).MeasureAsync(cancellationToken));
        }
    }
}
