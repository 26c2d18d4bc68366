using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Sessions;

/// <summary>Sends the requests of one level after the other in a run, in a closed or an open loop, each journaled when it has ended.</summary>
internal sealed class LevelLoop(PreparedSession session, Run run, ILlmServer server, HostWatch host, TimeProvider clock, ISessionWatcher watcher)
{
    private readonly Settings _settings = session.Content.Plan.Settings;
    private int _open = session.Open(run).Count;

    /// <summary>The reason why the run must not go on, or null. Throws when the user stops it and something of the run is missing.</summary>
    public async Task<string?> SendAsync(IReadOnlyList<PlannedRequest> level, JournalEntry.Load load, CancellationToken cancellationToken)
    {
        string? failure = null;
        async Task<bool> GoesOnAsync(PlannedRequest request, long? intended, CancellationToken stopping)
        {
            if (failure is null && await SendAsync(request, intended, load, stopping) is { } reason)
                failure = reason;
            return failure is null;
        }
        try
        {
            await (level[0].Arrival is null ? ClosedAsync(level, GoesOnAsync, cancellationToken) : OpenAsync(level, load, GoesOnAsync, cancellationToken));
        }
        catch (OperationCanceledException) when (_open == 0)
        {
            // stopped after the last answer: nothing of the run is missing, and its end is still to be told
        }
        return failure ?? await AfterAsync(level, load, cancellationToken);
    }

    /// <summary>As many at once as the level says; the next begins when one ends. With a ramp the first of each stream waits for its share of it.</summary>
    private Task ClosedAsync(IReadOnlyList<PlannedRequest> level, Func<PlannedRequest, long?, CancellationToken, Task<bool>> sendAsync, CancellationToken cancellationToken)
    {
        var streams = level[0].Concurrency;
        var begun = clock.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = streams, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(level.Index(), options, async (one, stopping) =>
        {
            if (one.Index < streams && _settings.Ramp * one.Index / streams - clock.GetElapsedTime(begun) is { Ticks: > 0 } wait)
                await Task.Delay(wait, clock, stopping);
            await sendAsync(one.Item, null, stopping);
        });
    }

    private Task OpenAsync(IReadOnlyList<PlannedRequest> level, JournalEntry.Load load, Func<PlannedRequest, long?, CancellationToken, Task<bool>> sendAsync, CancellationToken cancellationToken)
    {
        var before = session.Content.Entries.OfType<JournalEntry.Request>().Where(entry => entry.Run == run.Id && entry.Case == level[0].Case && entry.Arrival?.RequestsPerSecond == level[0].Arrival!.RequestsPerSecond);
        var part = before.Select(entry => entry.Arrival!.Part).DefaultIfEmpty().Max() + 1;
        IReadOnlyList<PlannedRequest> arriving = [.. level.Select(request => request with { Arrival = request.Arrival! with { Part = part } })];
        return new ArrivalLoop(level[0].Concurrency, clock).RunAsync(arriving, request => request.Arrival!.After, (request, intended, stopping) => sendAsync(request, intended, stopping), request => LeaveOut(request, load), cancellationToken);
    }

    /// <summary>Of several at once it is asked when all have ended: while one is under way nobody asks the server anything.</summary>
    private async Task<string?> AfterAsync(IReadOnlyList<PlannedRequest> level, JournalEntry.Load load, CancellationToken cancellationToken)
    {
        if (level[0].IsAlone)
            return null;
        var ids = level.Select(request => request.Id).ToHashSet(StringComparer.Ordinal);
        var failed = session.Content.Entries.OfType<JournalEntry.Request>().LastOrDefault(entry => entry.Run == run.Id && entry.At >= load.At && ids.Contains(entry.Id) && entry.Outcome is not (RequestOutcome.Completed or RequestOutcome.Unsent));
        return failed is null ? null : await new AfterFailure(server, clock).WhyNotAsync(load, failed.Outcome, cancellationToken);
    }

    /// <summary>One request, journaled. The reason why the run must not go on, or null.</summary>
    private async Task<string?> SendAsync(PlannedRequest request, long? intended, JournalEntry.Load load, CancellationToken cancellationToken)
    {
        if (request.IsAlone)
            await host.KeepUpAsync(cancellationToken);
        // on its way first: whoever watches may have others to tell before
        var streaming = server.StreamAsync(Chat(request, load), cancellationToken);
        watcher.On(new SessionEvent.Requesting(run, request));
        var timeline = await streaming;
        if (timeline.End == StreamEnd.Cancelled)
            throw new OperationCanceledException(cancellationToken);
        var endedAt = clock.GetUtcNow();
        timeline = timeline with { SendLateness = intended is { } due ? clock.GetElapsedTime(due, timeline.SentTimestamp) : null };
        var outcome = ResponseVerifier.Verify(load.Model!, load.InstanceId!, timeline) ?? SleptRequest.Outcome(timeline, endedAt) ?? RequestOutcome.Of(timeline);
        Keep(request, load, timeline, outcome, endedAt);
        if (timeline.End == StreamEnd.ConnectFailed || outcome.Code == ResponseVerifier.WrongModel)
            return outcome.Reason;
        return outcome is RequestOutcome.Completed || !request.IsAlone ? null : await new AfterFailure(server, clock).WhyNotAsync(load, outcome, cancellationToken);
    }

    /// <summary>Not sent, and counted.</summary>
    private void LeaveOut(PlannedRequest request, JournalEntry.Load load)
    {
        var timeline = RequestTimeline.NotSent(clock.GetUtcNow(), clock.GetTimestamp(), request.Concurrency);
        Keep(request, load, timeline, RequestOutcome.Of(timeline), timeline.SentAt);
    }

    private void Keep(PlannedRequest request, JournalEntry.Load load, RequestTimeline timeline, RequestOutcome outcome, DateTimeOffset at)
    {
        var entry = Entry(request, load, timeline, outcome, at);
        session.Folder.Append(entry);
        if (!request.IsWarmup)
            Interlocked.Decrement(ref _open);
        watcher.On(new SessionEvent.Requested(run, request, entry, RequestMeasurement.Of(timeline)));
    }

    private ChatRequest Chat(PlannedRequest request, JournalEntry.Load load) => new()
    {
        Model = load.InstanceId!,
        Prompt = request.Prompt,
        MaxTokens = request.MaxTokens,
        Sampling = request.Sampling,
        Seed = request.Seed,
        IdleLimit = _settings.Limits.Idle,
        TotalLimit = _settings.Limits.Request,
    };

    private JournalEntry.Request Entry(PlannedRequest request, JournalEntry.Load load, RequestTimeline timeline, RequestOutcome outcome, DateTimeOffset at) => new()
    {
        At = at,
        Run = run.Id,
        Variant = run.Variant.Id,
        Id = request.Id,
        LoadId = load.LoadId,
        Case = request.Case,
        Pass = request.Pass,
        IsWarmup = request.IsWarmup,
        Concurrency = request.Concurrency,
        Iteration = request.Iteration,
        Arrival = request.Arrival,
        MaxTokens = request.MaxTokens,
        Sampling = request.Sampling,
        Seed = request.Seed,
        Nonce = request.Nonce,
        PromptHash = PromptHash.Of(request.Prompt),
        Timeline = timeline,
        Outcome = outcome,
    };
}
