using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>Opens the server of a run; one that says it is still loading its model is waited for, told and not for ever.</summary>
internal static class ReadyServer
{
    /// <param name="openAsync">One try.</param>
    /// <param name="limit">Then its last word stands.</param>
    /// <param name="say">Told once what is waited for.</param>
    /// <param name="clock">The one clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ChosenServer> OpenAsync(Func<Task<ChosenServer>> openAsync, TimeSpan limit, Action<string> say, TimeProvider clock, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await openAsync();
            }
            catch (ServerException starting) when (starting.StatusCode is 503 && clock.GetElapsedTime(begun) < limit)
            {
                if (isFirst)
                    say($"{starting.Message} It is waited for, at most {Duration.ToText(limit)} (settings.limits.serverReturn).");
                await Task.Delay(StartingServer.PauseOf(starting), clock, cancellationToken);
            }
        }
    }
}
