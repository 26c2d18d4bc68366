using LlmObs.Conditions;

namespace LlmObs.Runner.Host;

/// <summary>Waits until the machine is near its idle self, so that a block is not slower for what the block before did to it.</summary>
public sealed class CoolDown(HostWatch host, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long was waited; null where nothing was to be waited for.</summary>
    /// <param name="limit">Then it is waited no more.</param>
    /// <param name="aboveIdle">Degrees that it may be warmer than idle.</param>
    /// <param name="until">No wait goes on after it; null where nothing is to end by a time.</param>
    /// <param name="tell">Is told what is waited for, and how long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<GateWait?> WaitAsync(TimeSpan limit, double aboveIdle, DateTimeOffset? until, Action<string, TimeSpan> tell, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        string? waitedFor = null;
        while (await host.RecentAsync(cancellationToken) is { Count: > 0 } recent && GateCheck.WaitsFor(host.Idle, recent, aboveIdle) is { } waitsFor)
        {
            waitedFor = waitsFor;
            var left = limit - clock.GetElapsedTime(begun);
            var isOver = until <= clock.GetUtcNow();
            if (isOver || left <= TimeSpan.Zero)
                return Waited(begun, waitsFor, limitReached: !isOver);
            tell(waitsFor, left);
            await Task.Delay(Shortest(left, until - clock.GetUtcNow()), clock, cancellationToken);
        }
        return waitedFor is null ? null : Waited(begun, waitedFor, limitReached: false);
    }

    private static TimeSpan Shortest(TimeSpan left, TimeSpan? untilThen) => new[] { Pause, left, untilThen ?? Pause }.Min();

    private GateWait Waited(long begun, string waitedFor, bool limitReached) =>
        new() { WaitedSeconds = clock.GetElapsedTime(begun).TotalSeconds, LimitReached = limitReached, WaitedFor = waitedFor };
}
