namespace LlmObs.Collector.Tests.Samples;

/// <summary>
/// A clock moved by hand whose timer ticks at multiples of its period however long its callback takes, as the system's does.
/// FakeTimeProvider would shift the next tick by the time that passes inside the callback.
/// </summary>
internal sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _passed;
    private TimeSpan _due;
    private TimeSpan _period;
    private Action? _tick;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public override DateTimeOffset GetUtcNow() => start + _passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_due, _period, _tick) = (_passed + dueTime, period, () => callback(state));
        return new OnlyTimer();
    }

    public void Pass(TimeSpan time)
    {
        _passed += time;
        while (_tick is { } tick && _due <= _passed)
        {
            _due += _period;
            tick();
        }
    }

    private sealed class OnlyTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("The sampler never changes its pace.");

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
