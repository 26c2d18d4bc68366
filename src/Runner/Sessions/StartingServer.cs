using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// A load call that is answered with 503 was not taken: the server is still starting. It is waited for within the load's own limit and told; then the load is asked
/// for, and its time counts from there. No measured request is ever sent twice.
/// </summary>
internal sealed class StartingServer(ILlmServer server, TimeProvider clock, ISessionWatcher watcher)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <param name="model">What is loaded.</param>
    /// <param name="options">How.</param>
    /// <param name="taken">Told at once what is in memory now.</param>
    /// <param name="cancellationToken">Holds the plan's limit for a load.</param>
    public async Task<(LoadedModel Loaded, TimeSpan Took)> LoadAsync(LocalModel model, LoadOptions options, Action<LoadedModel> taken, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var begun = clock.GetTimestamp();
            try
            {
                var loaded = await server.LoadAsync(model, options, cancellationToken);
                taken(loaded);
                return (loaded, clock.GetElapsedTime(begun) - loaded.Preparation);
            }
            catch (ServerException starting) when (starting.StatusCode is 503)
            {
                if (isFirst)
                    watcher.On(new SessionEvent.Noticed($"{starting.Message} The loading of {model.Key} waits for it, at most as long as the plan gives a load."));
                await Task.Delay(PauseOf(starting), clock, cancellationToken);
                if (await HoldsAsync(model, cancellationToken))
                    throw;
            }
        }
    }

    /// <summary>The 503 may have answered a question after the load: a second call would bring the model into memory twice.</summary>
    private async Task<bool> HoldsAsync(LocalModel model, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await server.ListModelsAsync(cancellationToken)).Any(listed => listed.Key == model.Key && listed.IsLoaded);
            }
            catch (ServerException still) when (still.StatusCode is 503)
            {
                await Task.Delay(PauseOf(still), clock, cancellationToken);
            }
        }
    }

    /// <summary>As long as the server asks for, within reason.</summary>
    public static TimeSpan PauseOf(ServerException notReady) => notReady.RetryAfter is { } wish && wish > TimeSpan.Zero ? (wish < LongestPause ? wish : LongestPause) : Pause;
}
