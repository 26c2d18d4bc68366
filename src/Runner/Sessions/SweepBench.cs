using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>What all sweeps of a variant do: load for them, send, journal, unload, and keep what memory that took.</summary>
internal sealed class SweepBench(PreparedSession session, Run run, ILlmServer server, HostWatch host, LoadGuard guard, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>A trace belongs to a run, and this one is over.</summary>
    private readonly RunSteps _untold = new(run, new WatcherCrowd([]));

    private const int MostLost = 2;

    private SharedServer? _shared;

    public Plan Plan => session.Content.Plan;

    public Run Run => run;

    public PlannedSweeps Sweeps => run.Sweeps!;

    public LocalModel Model => session.ModelOf(run);

    public double ClockResolution => session.Content.Header.Machine.ClockResolutionSeconds;

    /// <summary>All that the journal has of the variant.</summary>
    public IReadOnlyList<JournalEntry> Entries => [.. session.Content.Entries.Where(entry => entry.Variant == run.Variant.Id)];

    /// <summary>Why a sweep that needs one load only is not loaded for once more, after a server that was gone so often while it loaded; null where it is.</summary>
    public string? Lost(SweepKind sweep)
    {
        var lost = Entries.OfType<JournalEntry.SweepLoad>().Where(load => load.Sweep == sweep && load.FailureCause == LoadFailureCause.ServerGone).ToList();
        return lost.Count >= MostLost ? string.Create(CultureInfo.InvariantCulture, $"Stopped by what is no limit of the model, met {lost.Count} times while loading: {lost[^1].Failure}") : null;
    }

    /// <summary>Why the sweep ends although there was more to measure and nothing of the model is against it; null where nothing is.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Loads, warms up, has it measured, and unloads however that went. The entry says why it failed, if it did; null when the session had better stop. Throws <see cref="ServerException"/> where the server itself was gone.</summary>
    public async Task<JournalEntry.SweepLoad?> LoadedAsync(SweepWish wish, Func<JournalEntry.SweepLoad, Task> measureAsync, CancellationToken cancellationToken)
    {
        if (!await guard.MayLoadAsync(cancellationToken))
            return null;
        var options = new LoadOptions { ContextTokens = wish.ContextTokens, FlashAttention = Plan.Settings.FlashAttention, ParallelSlots = Plan.Settings.ParallelSlots };
        var loading = new VariantLoad(session, run, server, clock, _untold, watcher, options);
        if (await loading.TakeBackAsync())
            host.Cleared(clock.GetUtcNow());
        await host.BeginAsync(cancellationToken);
        try
        {
            var load = SweepLoads.Of(await loading.LoadAsync(cancellationToken), wish, options, Entries);
            Journal(load);
            if (load.FailureCause == LoadFailureCause.ServerGone)
                throw new ServerException(load.Failure!);
            if (load.Failure is not null)
                return load;
            if (!load.WasLoadedBefore)
                host.Loaded();
            _shared = new SharedServer(server, load.InstanceId!, Plan.Settings.Limits.Busy, clock, watcher, Doubted);
            await MeasureAsync(load, wish, measureAsync, cancellationToken);
            return load;
        }
        finally
        {
            await loading.UnloadAsync(new CleanUp());
            await host.EndAsync([], CancellationToken.None);
        }
    }

    /// <summary>One request, journaled. Throws when the user stops it.</summary>
    public Task<JournalEntry.SweepRequest> SendAsync(SweepAsk ask, JournalEntry.SweepLoad load, CancellationToken cancellationToken) => SendAsync(ask, load, intended: null, cancellationToken);

    /// <summary>The same in an open loop.</summary>
    /// <param name="ask">What is sent.</param>
    /// <param name="load">To what.</param>
    /// <param name="intended">When it was meant to be, on the monotonic clock; null in a closed loop.</param>
    /// <param name="cancellationToken">The user's.</param>
    public async Task<JournalEntry.SweepRequest> SendAsync(SweepAsk ask, JournalEntry.SweepLoad load, long? intended, CancellationToken cancellationToken)
    {
        var timeline = await server.StreamAsync(ask.Chat(load.InstanceId!), cancellationToken);
        if (timeline.End == StreamEnd.Cancelled)
            throw new OperationCanceledException(cancellationToken);
        var endedAt = clock.GetUtcNow();
        timeline = timeline with { SendLateness = intended is { } due ? clock.GetElapsedTime(due, timeline.SentTimestamp) : null };
        var outcome = ResponseVerifier.Verify(load.Model!, load.InstanceId!, timeline) ?? SleptRequest.Outcome(timeline, endedAt) ?? RequestOutcome.Of(timeline);
        var entry = ask.Entry(endedAt, run, load, timeline, outcome);
        Journal(entry);
        return entry;
    }

    /// <summary>Not sent, for so many were under way, and counted.</summary>
    public void LeaveOut(SweepAsk ask, JournalEntry.SweepLoad load, int mostInFlight)
    {
        var timeline = RequestTimeline.NotSent(clock.GetUtcNow(), clock.GetTimestamp(), mostInFlight);
        Journal(ask.Entry(timeline.SentAt, run, load, timeline, RequestOutcome.Of(timeline)));
    }

    public ArrivalLoop Arrivals(int mostInFlight) => new(mostInFlight, clock);

    public Task WarmUpConnectionsAsync(int connections, CancellationToken cancellationToken) => server.WarmUpConnectionsAsync(connections, cancellationToken);

    /// <summary>Before each step: of a long sweep no sample is lost, and nobody else is served. False, and <see cref="Stopped"/>, where the server does not become free.</summary>
    public async Task<bool> IsFreeAsync(CancellationToken cancellationToken)
    {
        await host.KeepUpAsync(cancellationToken);
        Stopped = await _shared!.AwaitAsync(cancellationToken);
        return Stopped is null;
    }

    /// <summary>Whether the server answers a question for its models.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            await server.ListModelsAsync(cancellationToken);
            return true;
        }
        catch (ServerException)
        {
            return false;
        }
    }

    /// <summary>After each step: was anybody else served during it?</summary>
    public Task LookBackAsync(IReadOnlyList<string> ours, CancellationToken cancellationToken)
    {
        var sent = Entries.OfType<JournalEntry.SweepRequest>().Where(request => ours.Contains(request.Id, StringComparer.Ordinal) && request.Outcome is not RequestOutcome.Unsent).ToList();
        return _shared!.LookBackAsync([.. sent.Select(request => request.Id)], SharedServer.TokensOf(sent.Select(request => request.Timeline)), cancellationToken);
    }

    public void End(SweepKind sweep, string? failure)
    {
        Journal(new JournalEntry.SweepEnd { At = clock.GetUtcNow(), Run = run.Id, Variant = run.Variant.Id, Sweep = sweep, Failure = failure });
        watcher.On(new SessionEvent.SweepEnded(run, sweep));
    }

    public void Tell(string text) => watcher.On(new SessionEvent.Swept(run, text));

    /// <summary>A server that is gone is waited for, and ends the session, resumable, if it does not come back.</summary>
    public static void Demand(JournalEntry.SweepRequest request)
    {
        if (request.Timeline.End == StreamEnd.ConnectFailed)
            throw new ServerException(request.Outcome.Reason ?? "The server is gone.");
    }

    private async Task MeasureAsync(JournalEntry.SweepLoad load, SweepWish wish, Func<JournalEntry.SweepLoad, Task> measureAsync, CancellationToken cancellationToken)
    {
        await server.WarmUpConnectionsAsync(1, cancellationToken);
        Demand(await SendAsync(wish.WarmUp(load), load, cancellationToken));
        var warm = clock.GetUtcNow();
        await measureAsync(load);
        if (load is { WasLoadedBefore: false, ContextTokens: { } context })
            Journal(new JournalEntry.SweepMemory { At = clock.GetUtcNow(), Run = run.Id, Variant = run.Variant.Id, LoadId = load.LoadId!, ContextTokens = context, Memory = await host.MemoryUntilAsync(warm, cancellationToken) });
    }

    private static string Doubted(IReadOnlyList<string> ours) => $"{ours[0]}{(ours.Count == 1 ? "" : $" and the {ours.Count - 1} after it")}: what the sweep measured there may be too slow.";

    private void Journal(JournalEntry entry) => session.Folder.Append(entry);
}

/// <summary>What a sweep wants loaded.</summary>
/// <param name="ContextTokens">Null leaves it to the server.</param>
/// <param name="IsForMemory">Only to see what memory it takes.</param>
/// <param name="WarmUp">The first request, once it is known how it was loaded.</param>
internal sealed record SweepWish(SweepKind Sweep, int? ContextTokens, bool IsForMemory, Func<JournalEntry.SweepLoad, SweepAsk> WarmUp);
