using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Host;

/// <summary>A clock on which every rest is over at once, and has taken its time.</summary>
internal sealed class HurryingClock() : FakeTimeProvider(new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero))
{
    /// <summary>What happens during each rest.</summary>
    public Action Resting { get; set; } = () => { };

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            _ = Task.Run(() =>
            {
                Resting();
                Advance(dueTime);
            });
        }
        return timer;
    }
}
