using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>One variant in one block: load, verify, warm up, measure, unload. What goes wrong costs this run only.</summary>
internal sealed class VariantRun(PreparedSession session, Run run, ILlmServer server, HostWatch host, AfterUnload unloaded, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>The version is asked for all the same when the user has stopped, for no longer than this.</summary>
    private static readonly TimeSpan RuntimePatience = TimeSpan.FromSeconds(5);

    private readonly Plan _plan = session.Content.Plan;
    private readonly RunSteps _steps = new(run, watcher);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly LevelLoop _loop = new(session, run, server, host, clock, watcher);
    private SharedServer? _shared;

    /// <summary>Throws when the user stops it, when the disk fails, or when the server is gone. What was measured whole is ended and kept before.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var loading = new VariantLoad(session, run, server, clock, _steps, watcher);
        if (await loading.TakeBackAsync())
            host.Cleared(clock.GetUtcNow());
        await host.BeginAsync(cancellationToken);
        watcher.On(new SessionEvent.Loading(run, session.ModelOf(run)));
        JournalEntry.Load load;
        string? failure;
        string? runtime;
        Disturbance? disturbance;
        CrossCheck? crossCheck;
        try
        {
            load = await loading.LoadAsync(cancellationToken);
            if (load is { Failure: null, WasLoadedBefore: false })
                host.Loaded();
            Journal(load);
            watcher.On(new SessionEvent.Loaded(run, load));
            TellChanges(load);
            failure = load.Failure ?? await RequestAsync(load, cancellationToken);
            var look = new SecondLook(run, server, clock, watcher);
            disturbance = failure is null ? await look.LookAsync(load, loading.Present, cancellationToken) : null;
            failure ??= disturbance is { SpoilsRequests: true } ? disturbance.Reason : null;
            crossCheck = failure is null && disturbance is null && _plan.Settings.CrossCheck ? await look.CrossCheckAsync(load, cancellationToken) : null;
            runtime = failure is null ? crossCheck?.Runtime ?? await RuntimeAsync(load, cancellationToken) : null;
            await host.MeasuredAsync(CancellationToken.None);
        }
        finally
        {
            await loading.UnloadAsync(_plan.Settings.CleanUp);
        }
        var end = new JournalEntry.RunEnd { At = clock.GetUtcNow(), Run = run.Id, Variant = run.Variant.Id, Failure = failure, Runtime = runtime, Disturbance = disturbance, CrossCheck = crossCheck, Shared = _shared?.Use };
        end = await new RunEnding(session, run, host, unloaded, watcher).WatchedAsync(end, load, cancellationToken);
        Journal(end);
        watcher.On(new SessionEvent.RunEnded(run, failure, end));
        TellChanges(load);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>As soon as it is known: right after the load; of a runtime that only an answer tells, and of the server's process, after the run.</summary>
    private void TellChanges(JournalEntry.Load load)
    {
        foreach (var change in LoadChanges.Of(load, session.Content.Entries).Where(_told.Add))
            watcher.On(new SessionEvent.Noticed($"{run.Variant.Id}: {change}. Figures before and after are not one sample."));
    }

    /// <summary>All requests of the run that are not measured yet. The reason why it ended early, or null.</summary>
    private async Task<string?> RequestAsync(JournalEntry.Load load, CancellationToken cancellationToken)
    {
        var open = session.Open(run);
        _shared = new SharedServer(server, load.InstanceId!, _plan.Settings.Limits.Busy, clock, watcher, ours => $"{string.Join(", ", ours)}: the run is flagged.");
        IEnumerable<PlannedRequest> requests = [.. run.Warmups, .. open];
        if (load.WasLoadedBefore)
            requests = requests.Select(request => request.WithNonceOf($"{load.At:O}"));
        await ClientWarmUp.PlayShortAsync(cancellationToken);
        await server.WarmUpConnectionsAsync(open.Select(request => request.Arrival is null ? request.Concurrency : ArrivalLoop.Connections(request.Concurrency, load.ParallelSlots)).DefaultIfEmpty(1).Max(), cancellationToken);
        var levels = Levels(requests).ToLookup(level => level[0].IsWarmup);
        return await StepAsync(RunStep.WarmUp, levels[true], load, cancellationToken) ?? await StepAsync(RunStep.Measure, levels[false], load, cancellationToken);
    }

    /// <summary>Asked when all is measured, for it may cost the server a token. An answer that does not come costs only itself.</summary>
    private async Task<string?> RuntimeAsync(JournalEntry.Load load, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = cancellationToken.Register(() => limit.CancelAfter(RuntimePatience));
        try
        {
            return load.Runtime ?? await server.ReadRuntimeAsync(load.InstanceId!, limit.Token);
        }
        catch (ServerException silent)
        {
            watcher.On(new SessionEvent.Noticed($"{run.Variant.Id}: the version of its runtime is not known. {silent.Message}"));
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string?> StepAsync(RunStep step, IEnumerable<IReadOnlyList<PlannedRequest>> levels, JournalEntry.Load load, CancellationToken cancellationToken)
    {
        using var underWay = levels.Any() ? _steps.Begin(step) : null;
        foreach (var level in levels)
        {
            await host.KeepUpAsync(cancellationToken);
            if (await _shared!.AwaitAsync(cancellationToken) is { } busy)
                return busy;
            if (await _loop.SendAsync(level, load, cancellationToken) is { } failure)
                return failure;
            var sent = Sent(level, load);
            await _shared.LookBackAsync([.. sent.Select(entry => entry.Id)], SharedServer.TokensOf(sent.Select(entry => entry.Timeline)), cancellationToken);
        }
        return null;
    }

    /// <summary>Warm-ups are sent again, under the same name, when a run is taken up again.</summary>
    private List<JournalEntry.Request> Sent(IReadOnlyList<PlannedRequest> level, JournalEntry.Load load)
    {
        var ids = level.Select(request => request.Id).ToHashSet(StringComparer.Ordinal);
        return [.. session.Content.Entries.OfType<JournalEntry.Request>().Where(entry => entry.Run == run.Id && entry.At >= load.At && ids.Contains(entry.Id) && entry.Outcome is not RequestOutcome.Unsent)];
    }

    private void Journal(JournalEntry entry) => session.Folder.Append(entry);

    /// <summary>Neighbours of one level share a loop; warm-ups go one by one before them.</summary>
    private static IEnumerable<IReadOnlyList<PlannedRequest>> Levels(IEnumerable<PlannedRequest> requests)
    {
        var level = new List<PlannedRequest>();
        foreach (var request in requests)
        {
            if (level.Count > 0 && (level[0].Level != request.Level || level[0].IsWarmup != request.IsWarmup))
            {
                yield return level;
                level = [];
            }
            level.Add(request);
        }
        if (level.Count > 0)
            yield return level;
    }
}
