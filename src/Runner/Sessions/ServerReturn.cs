using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// A server that is away, or says that it is not ready, before a run: it is waited for, told and for no longer than the plan says, so that a campaign of days outlives
/// its restart. Only its list of models is asked for; requests are never made again.
/// </summary>
internal sealed class ServerReturn(ILlmServer server, TimeSpan limit, TimeProvider clock, ISessionWatcher watcher)
{
    /// <summary>One that is there and gone again before the run could begin: more often than this it is no server to measure.</summary>
    private const int MostReturns = 5;

    private int _returns;

    /// <summary>Does it, and once more each time when the server was away and has come back. Throws when it does not come back.</summary>
    /// <param name="run">What waits.</param>
    /// <param name="until">Ends the waiting.</param>
    /// <param name="doAsync">Is told whether the server has just come back.</param>
    /// <param name="cancellationToken">Likewise.</param>
    public async Task<T> OutliveAsync<T>(Run run, DateTimeOffset? until, Func<bool, Task<T>> doAsync, CancellationToken cancellationToken)
    {
        for (var isBack = false; ; isBack = true)
        {
            try
            {
                return await doAsync(isBack);
            }
            catch (ServerException lost) when (IsWorthWaiting(lost))
            {
                await AwaitAsync(run, lost, until, cancellationToken);
            }
        }
    }

    /// <summary>A key that is refused is no matter of time.</summary>
    private bool IsWorthWaiting(ServerException lost) => limit > TimeSpan.Zero && _returns < MostReturns && lost.StatusCode is null or >= 500;

    /// <summary>Returns when it answers. Throws what it said last when the limit or the time set with <c>--until</c> has come.</summary>
    private async Task AwaitAsync(Run next, ServerException lost, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        _returns++;
        watcher.On(new SessionEvent.Noticed($"{lost.Message} {next.Id} waits for the server to come back, at most {Duration.ToText(limit)} (settings.limits.serverReturn); nothing is measured meanwhile."));
        var begun = clock.GetTimestamp();
        for (var last = lost; ;)
        {
            await Task.Delay(StartingServer.PauseOf(last), clock, cancellationToken);
            try
            {
                await server.ListModelsAsync(cancellationToken);
                watcher.On(new SessionEvent.Noticed(FormattableString.Invariant($"The server is back after {clock.GetElapsedTime(begun).TotalSeconds:0} s: {next.Id} begins.")));
                return;
            }
            catch (ServerException still) when (IsPatient(still, begun, until))
            {
                last = still;
            }
        }
    }

    private bool IsPatient(ServerException still, long begun, DateTimeOffset? until) =>
        still.StatusCode is null or >= 500 && clock.GetElapsedTime(begun) < limit && !(until <= clock.GetUtcNow());
}
