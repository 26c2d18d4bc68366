using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// After a run's last answer and before it is unloaded: is the instance that was verified still there? Then, where the plan asks for it, the cross-check.
/// Nothing is asked while a request is under way.
/// </summary>
internal sealed class SecondLook(Run run, ILlmServer server, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>Looked at all the same when the user has stopped, for no longer than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="load">The run's, loaded and verified.</param>
    /// <param name="before">All instances that were in memory then.</param>
    /// <param name="cancellationToken">Shortens the wait for an answer.</param>
    public async Task<Disturbance?> LookAsync(JournalEntry.Load load, IReadOnlySet<string> before, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = cancellationToken.Register(() => limit.CancelAfter(Patience));
        try
        {
            var found = StillLoaded.Of(load.Model!, load.InstanceId!, before, await server.ListModelsAsync(limit.Token));
            if (found is { SpoilsRequests: false })
                watcher.On(new SessionEvent.Flagged(run, [found.Flag]));
            return found;
        }
        catch (ServerException silent)
        {
            watcher.On(new SessionEvent.Noticed($"{run.Variant.Id}: whether it was in memory to the end is not known. {silent.Message}"));
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Null where the server has nothing to check with, or the user has stopped.</summary>
    public async Task<CrossCheck?> CrossCheckAsync(JournalEntry.Load load, CancellationToken cancellationToken)
    {
        try
        {
            var check = await server.CrossCheckAsync(load.InstanceId!, cancellationToken);
            if (check?.Failure is { } failure)
                watcher.On(new SessionEvent.Noticed($"{run.Variant.Id}: the cross-check says nothing. {failure}"));
            return check;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
