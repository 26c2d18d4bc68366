using LlmObs.Findings;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Host;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>One execution of a plan: load, verify, warm up, measure, unload, block after block, every request journaled.</summary>
public sealed class BenchmarkSession(ILlmServer server, TimeProvider clock, IReadOnlyList<ISessionWatcher> watchers)
{
    private readonly WatcherCrowd _crowd = new(watchers);

    /// <summary>Cancellation ends it cleanly and resumable. Failures of server, network and disk are outcomes, not exceptions.</summary>
    public async Task<SessionOutcome> RunAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var preparation = new SessionPreparation(server, clock);
            var (session, problems) = await preparation.PrepareAsync(request, cancellationToken);
            if (session is null)
                return new SessionOutcome.Refused(problems);
            using (session.Folder)
                return await RunAsync(session, request, cancellationToken);
        }
        catch (Exception refused) when (refused is SessionFolderException or ServerException)
        {
            return new SessionOutcome.Refused([refused.Message]);
        }
    }

    private async Task<SessionOutcome> RunAsync(PreparedSession session, SessionRequest request, CancellationToken cancellationToken)
    {
        _crowd.On(new SessionEvent.Started(session.Content.Header, session.Content.Folder, session.Content.Plan, session.Blocks, session.MeasuredRequests) { Before = session.Content.Entries });
        foreach (var notice in session.Notices)
            _crowd.On(new SessionEvent.Noticed(notice));

        using var mark = request.Marks?.Set();
        using var awake = server.Identity.IsSimulated ? null : KeptAwake.Hold(request.KeepsAwake, text => _crowd.On(new SessionEvent.Noticed(text)));
        using var host = HostWatch.Of(server.Identity, request.Collector, clock);
        if (session.QuietSince is { } quietSince)
            host.Cleared(quietSince);
        using var watch = SessionWatch.Of(server.Identity, request, session.Content.Folder, clock);
        var owners = new OwnersModels(session.Folder, server, new ClearedMemory(Witness.Of(server.Identity, request.Collector), request.MemoryPatience, clock), clock, _crowd);
        IReadOnlyList<VariantResult> results;
        SessionEnd end;
        try
        {
            var isComplete = await MeasureAsync(session, owners, host, watch, request.Until, cancellationToken);
            (results, var areWritten) = Report(session.Content);
            end = isComplete && areWritten ? HowItWent(session.Content) : SessionEnd.Interrupted;
            foreach (var lost in LostWords.AtTheEnd(session.Content))
                _crowd.On(new SessionEvent.Noticed(lost));
        }
        finally
        {
            await owners.RestoreAsync(session.Content.Plan.Settings.Limits.Load);
        }
        _crowd.On(new SessionEvent.Ended(end, results));
        return new SessionOutcome.Ended(end, session.Content, results);
    }

    /// <summary>What was measured is in the journal: reports that cannot be written now cost only themselves.</summary>
    private (IReadOnlyList<VariantResult> Results, bool AreWritten) Report(SessionContent content)
    {
        try
        {
            return (SessionReports.Write(content), true);
        }
        catch (SessionFolderException full)
        {
            _crowd.On(new SessionEvent.Noticed(full.Message));
            return (JudgedResults.From(content.Header, content.Plan, content.Entries), false);
        }
    }

    /// <summary>False when it was stopped before all was measured.</summary>
    private async Task<bool> MeasureAsync(PreparedSession session, OwnersModels owners, HostWatch host, SessionWatch watch, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (session.Content.Entries.OfType<JournalEntry.RunEnd>().LastOrDefault(end => end.Conditions?.Idle is not null) is { } seen)
            host.Remember(seen.Conditions!.Idle!);
        var gate = new BlockGate(host, session.Content.Plan.Settings.Gate, clock, _crowd);
        try
        {
            if (await ClientWarmUp.PlayAsync(cancellationToken) is { } cold)
                _crowd.On(new SessionEvent.Noticed(cold));
            if (await owners.PutAsideAsync(cancellationToken))
                host.Cleared(clock.GetUtcNow());
            foreach (var block in session.Blocks)
            {
                if (!await MeasureAsync(session, block, gate, host, watch, until, cancellationToken))
                    return false;
                _crowd.On(new SessionEvent.Summarized(SessionReports.Write(session.Content)));
            }
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (SessionFolderException stopped)
        {
            _crowd.On(new SessionEvent.Noticed(stopped.Message));
            return false;
        }
        catch (ServerException lost)
        {
            _crowd.On(new SessionEvent.ServerLost(lost.Message));
            _crowd.On(new SessionEvent.Noticed(lost.Message));
            return false;
        }
    }

    private async Task<bool> MeasureAsync(PreparedSession session, Block block, BlockGate gate, HostWatch host, SessionWatch watch, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var open = session.OpenRuns(block);
        if (open.Count > 0)
        {
            _crowd.On(new SessionEvent.BlockStarted(block));
            await gate.WaitAsync(block, until, cancellationToken);
        }
        var guard = new LoadGuard(watch.BeforeLoad, until, clock, _crowd);
        foreach (var run in open)
        {
            if (!await guard.MayLoadAsync(cancellationToken))
                return false;
            if (!session.IsOver(run))
                await MeasureAsync(session, run, host, watch, until, cancellationToken);
            if (!await new VariantSweeps(session, run, server, host, guard, clock, _crowd).MeasureAsync(until, cancellationToken))
                return false;
        }
        return true;
    }

    /// <summary>A server that is away before anything of the run was asked of it is waited for; nothing that was asked is asked again.</summary>
    private Task MeasureAsync(PreparedSession session, Run run, HostWatch host, SessionWatch watch, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var returning = new ServerReturn(server, session.Content.Plan.Settings.Limits.ServerReturn, clock, _crowd);
        return returning.OutliveAsync(run, until, async _ =>
        {
            await new VariantRun(session, run, server, host, watch.AfterUnload, clock, _crowd).MeasureAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }

    private static SessionEnd HowItWent(SessionContent content)
    {
        var failed = RunEnds.Last(content.Entries).Any(end => end.Failure is not null)
            || LostRuns.Counted(content.Entries).Any(request => request.Outcome is not Measurements.RequestOutcome.Completed);
        return failed ? SessionEnd.CompletedWithFailures : SessionEnd.Completed;
    }
}

/// <summary>What became of a session.</summary>
public abstract record SessionOutcome
{
    private SessionOutcome()
    {
    }

    /// <summary>It began, and this is what it holds now.</summary>
    public sealed record Ended(SessionEnd End, SessionContent Content, IReadOnlyList<VariantResult> Results) : SessionOutcome
    {
        public string Folder => Content.Folder;

        /// <summary>How far it came; null where its header does not say how much there was.</summary>
        public SessionProgress? Progress => SessionProgress.Of(Content.Header, Content.Entries);
    }

    /// <summary>It never began: the user's mistakes, all at once, each with what to do.</summary>
    public sealed record Refused(IReadOnlyList<string> Problems) : SessionOutcome;
}
