using System.Globalization;
using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Sees to it that a server which tells what it does works for us alone: waits until it is free, and looks afterwards whether it stayed so. Never asks while a request of ours is under way.</summary>
/// <param name="server">What is asked.</param>
/// <param name="instanceId">What of it we use.</param>
/// <param name="limit">Of waiting.</param>
/// <param name="clock">The one clock.</param>
/// <param name="watcher">Is told of every wait.</param>
/// <param name="consequence">What to tell of these requests of ours, during which it was shared, and what comes of it.</param>
internal sealed class SharedServer(ILlmServer server, string instanceId, TimeSpan limit, TimeProvider clock, ISessionWatcher watcher, Func<IReadOnlyList<string>, string> consequence)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);
    private readonly List<string> _during = [];
    private TimeSpan _waited;
    private ServerActivity? _before;
    private bool _tells = true;
    private bool _hasTold;

    /// <summary>What was seen; null where the server never told.</summary>
    public SharedUse? Use => _hasTold ? new SharedUse { WaitedSeconds = _waited.TotalSeconds, During = [.. _during] } : null;

    /// <summary>Returns when the server is free: null, or the reason why it is not waited any longer.</summary>
    public async Task<string?> AwaitAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var isTold = false;
        while (await AskAsync(cancellationToken) is { UnderWay: > 0 } busy)
        {
            if (clock.GetElapsedTime(begun) >= limit)
                return End(begun, string.Create(CultureInfo.InvariantCulture, $"The server still worked for somebody else ({busy.UnderWay} requests) after {Duration.ToText(limit)}, the plan's limit."));
            if (!isTold)
                watcher.On(new SessionEvent.Noticed(string.Create(CultureInfo.InvariantCulture, $"Paused: the server works for somebody else ({busy.UnderWay} requests). It goes on when the server is free, after {Duration.ToText(limit)} at most.")));
            isTold = true;
            await Task.Delay(Pause, clock, cancellationToken);
        }
        return isTold ? End(begun, reason: null) : null;
    }

    /// <summary>Looks whether it was asked for more than these requests of ours, which began after the last <see cref="AwaitAsync"/> and have ended.</summary>
    /// <param name="ours">Their ids.</param>
    /// <param name="tokens">What the server read and wrote for them, by its own word; null where it did not say so of each.</param>
    /// <param name="cancellationToken">Ends the looking, and nothing else.</param>
    public async Task LookBackAsync(IReadOnlyList<string> ours, long? tokens, CancellationToken cancellationToken)
    {
        try
        {
            if (!await WasSharedAsync(ours.Count, tokens, cancellationToken))
                return;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        _during.AddRange(ours);
        watcher.On(new SessionEvent.Noticed($"The server worked for somebody else during {consequence(ours)}"));
    }

    /// <summary>Read and written for these, as the server's timings have it; null where one has none.</summary>
    public static long? TokensOf(IEnumerable<RequestTimeline> timelines) =>
        timelines.Aggregate((long?)0, (sum, timeline) => sum + timeline.Timings?.PromptTokens + timeline.Timings?.GeneratedTokens);

    /// <summary>A token for each of ours may be counted otherwise than told.</summary>
    private async Task<bool> WasSharedAsync(int ours, long? tokens, CancellationToken cancellationToken)
    {
        var before = _before;
        var now = await AskAsync(cancellationToken);
        if (now is { UnderWay: > 0 })
        {
            // it may tell of its last step, in which ours was still under way
            await Task.Delay(Settling, clock, cancellationToken);
            now = await AskAsync(cancellationToken);
        }
        return now is { UnderWay: > 0 } || now?.Finished - before?.Finished > ours || now?.Tokens - before?.Tokens > tokens + ours;
    }

    /// <summary>A server that stops telling is asked no more.</summary>
    private async Task<ServerActivity?> AskAsync(CancellationToken cancellationToken)
    {
        if (!_tells)
            return null;
        try
        {
            _before = await server.ReadActivityAsync(instanceId, cancellationToken);
        }
        catch (ServerException)
        {
            // whether it is gone the next request shows
            _before = null;
        }
        _tells = _before is not null;
        _hasTold |= _tells;
        return _before;
    }

    private string? End(long begun, string? reason)
    {
        var waited = clock.GetElapsedTime(begun);
        _waited += waited;
        watcher.On(new SessionEvent.Noticed(reason ?? string.Create(CultureInfo.InvariantCulture, $"The server is free again after {waited.TotalSeconds:0} s.")));
        return reason;
    }
}
