namespace LlmObs.Collector.Tests;

/// <summary>Asks again until something is so; what does not come fails the test and not the whole run.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !await isSo(); await Task.Delay(Pause, TimeProvider.System, Stopped))
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, $"Waited {Longest.TotalSeconds} s in vain for this: {what}.");
    }
}
