using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Sessions;

/// <summary>Adds to a run's end what the machine did meanwhile, and tells what may have made it slower.</summary>
internal sealed class RunEnding(PreparedSession session, Run run, HostWatch host, AfterUnload unloaded, ISessionWatcher watcher)
{
    /// <param name="end">What is known without the machine.</param>
    /// <param name="load">The run's.</param>
    /// <param name="cancellationToken">Shortens the wait for the memory to come back, and costs nothing else.</param>
    public async Task<JournalEntry.RunEnd> WatchedAsync(JournalEntry.RunEnd end, JournalEntry.Load load, CancellationToken cancellationToken)
    {
        var seen = await host.EndAsync(Measured(load), CancellationToken.None);
        foreach (var problem in seen.Problems)
            watcher.On(new SessionEvent.Noticed(problem));
        var flags = RunFlags.Of(seen.Conditions, seen.Clock, end.Shared);
        if (flags.Count > 0)
            watcher.On(new SessionEvent.Flagged(run, flags));
        // a model that was there before, or that did not come, took no memory of its own
        return load.WasLoadedBefore || load.Failure is not null
            ? end with { Clock = seen.Clock, Conditions = seen.Conditions is { } conditions ? conditions with { ServerMemory = null } : null }
            : end with { Clock = seen.Clock, Conditions = seen.Conditions, Memory = seen.Memory, UsedAfterUnloadBytes = await UsedAfterUnloadAsync(seen.Memory, cancellationToken) };
    }

    /// <summary>What does not come back would be hidden in the next run's own use.</summary>
    private async Task<long?> UsedAfterUnloadAsync(RunMemory? memory, CancellationToken cancellationToken)
    {
        if (memory is null || !session.Content.Plan.Settings.CleanUp.UnloadAfterRun)
            return null;
        try
        {
            var (used, notice) = await unloaded.AwaitAsync(memory, cancellationToken);
            if (notice is not null)
                watcher.On(new SessionEvent.Noticed($"{run.Variant.Id}: {notice}"));
            return used;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Not what came at its own rate: the waiting between would be in its power and energy.</summary>
    private List<RequestSpan> Measured(JournalEntry.Load load) =>
        [.. session.Content.Entries.OfType<JournalEntry.Request>().Where(request => request.Run == run.Id && request.LoadId == load.LoadId && request is { IsWarmup: false, Arrival: null }).Select(request => RequestSpan.Of(request.Timeline))];
}
