using LlmObs.Conditions;

namespace LlmObs.Runner.Host;

/// <summary>Waits until the machine is near its idle self, so that a block is not slower for what the block before did to it.</summary>
public sealed class CoolDown(HostWatch host, TimeProvider clock)
{
    private const string NotKnown = "not known how warm the machine is, nobody answers";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A question that is not answered in time is a hiccup; none answered for so long is a Collector that is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long was waited; null where nothing was to be waited for.</summary>
    /// <param name="limit">Then it is waited no more.</param>
    /// <param name="aboveIdle">Degrees that it may be warmer than idle.</param>
    /// <param name="until">No wait goes on after it; null where nothing is to end by a time.</param>
    /// <param name="tell">Is told what is waited for, and how long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<GateWait?> WaitAsync(TimeSpan limit, double aboveIdle, DateTimeOffset? until, Action<string, TimeSpan> tell, CancellationToken cancellationToken)
    {
        var (begun, answered) = (clock.GetTimestamp(), clock.GetTimestamp());
        string? waitedFor = null;
        while (true)
        {
            var recent = await host.RecentAsync(cancellationToken);
            answered = recent.Count > 0 ? clock.GetTimestamp() : answered;
            if ((recent.Count > 0 ? GateCheck.WaitsFor(host.Idle, recent, aboveIdle) : NotKnown) is not { } waitsFor)
                return waitedFor is null ? null : Waited(begun, waitedFor, GateEnd.Near);
            var left = limit - clock.GetElapsedTime(begun);
            if (End(left, until, clock.GetElapsedTime(answered)) is { } end)
                return Waited(begun, waitsFor, end);
            waitedFor = waitsFor;
            tell(waitsFor, left);
            await Task.Delay(Shortest(left, until - clock.GetUtcNow()), clock, cancellationToken);
        }
    }

    private GateEnd? End(TimeSpan left, DateTimeOffset? until, TimeSpan silent)
    {
        if (until <= clock.GetUtcNow())
            return GateEnd.Time;
        if (left <= TimeSpan.Zero)
            return GateEnd.Limit;
        return silent >= Patience ? GateEnd.NotKnown : null;
    }

    private static TimeSpan Shortest(TimeSpan left, TimeSpan? untilThen) => new[] { Pause, left, untilThen ?? Pause }.Min();

    private GateWait Waited(long begun, string waitedFor, GateEnd end) =>
        new() { WaitedSeconds = clock.GetElapsedTime(begun).TotalSeconds, LimitReached = end is GateEnd.Limit, End = end, WaitedFor = waitedFor };
}
