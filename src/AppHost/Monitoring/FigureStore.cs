namespace LlmObs.AppHost.Monitoring;

/// <summary>Who may write into what Prometheus and Grafana keep for good: the first app host. A second beside it keeps its figures until it ends.</summary>
public sealed class FigureStore : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);
    private readonly HeldFile? _hold;

    private FigureStore(HeldFile? hold) => _hold = hold;

    /// <summary>False: another app host, or a Prometheus that outlived its own, has what is kept for good.</summary>
    public bool IsForGood => _hold is not null;

    /// <summary>What the user should know; null where all is usual.</summary>
    public string? Notice => IsForGood ? null : "Another LlmObs, or what is left of one, has the store of figures. This one keeps its own until it ends.";

    /// <param name="dataFolder">The folder of what is kept.</param>
    /// <param name="isInUseAsync">Whether a Prometheus writes into it. One whose app host has just ended is waited for.</param>
    /// <param name="clock">For the waiting.</param>
    public static async Task<FigureStore> TakeAsync(string dataFolder, Func<Task<bool>> isInUseAsync, TimeProvider clock)
    {
        if (HeldFile.TryHold(Path.Combine(dataFolder, "figures.lock")) is not { } hold)
            return new FigureStore(null);
        var begun = clock.GetTimestamp();
        while (await isInUseAsync())
        {
            if (clock.GetElapsedTime(begun) > Patience)
            {
                hold.Dispose();
                return new FigureStore(null);
            }
            await Task.Delay(AskEvery, clock);
        }
        return new FigureStore(hold);
    }

    public void Dispose() => _hold?.Dispose();
}
