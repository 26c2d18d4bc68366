namespace LlmObs.Simulator.Streams;

/// <summary>
/// Wakes streams when they are due. Timers come in milliseconds and late, so one thread serves all streams: it rests until
/// about a millisecond before the earliest is due and spins for the remainder, which costs one core at the very most.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(30);
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<PacedTurn, long> _queue = new();
    private readonly AutoResetEvent _changed = new(initialState: false);
    private readonly double _ticksPerMillisecond;
    private readonly Thread _thread;
    private long _earliest = long.MaxValue;
    private volatile bool _isStopped;

    public Pacer(TimeProvider clock)
    {
        _clock = clock;
        _ticksPerMillisecond = clock.TimestampFrequency / 1000.0;
        _thread = new Thread(Run) { IsBackground = true, Name = "Simulator pacer", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Returns when the clock has reached <paramref name="due"/>; long waits are cancellable.</summary>
    public async ValueTask WaitUntilAsync(long due, PacedTurn turn, CancellationToken cancellationToken)
    {
        var left = _clock.GetElapsedTime(_clock.GetTimestamp(), due);
        if (left > Coarse)
            await Task.Delay(left - Lead, _clock, cancellationToken);
        if (_clock.GetTimestamp() >= due)
            return;
        turn.Reset();
        Enqueue(turn, due);
        await turn.Task;
    }

    public void Dispose()
    {
        _isStopped = true;
        _changed.Set();
        _thread.Join();
        ReleaseUntil(long.MaxValue);
        _changed.Dispose();
    }

    private void Enqueue(PacedTurn turn, long due)
    {
        lock (_gate)
        {
            _queue.Enqueue(turn, due);
            if (due >= _earliest)
                return;
            Volatile.Write(ref _earliest, due);
        }
        _changed.Set();
    }

    private void Run()
    {
        while (!_isStopped)
        {
            ReleaseUntil(_clock.GetTimestamp());
            Rest();
        }
    }

    private void ReleaseUntil(long time)
    {
        lock (_gate)
        {
            while (_queue.TryPeek(out var turn, out var due) && due <= time)
            {
                _queue.Dequeue();
                turn.Come();
            }
            Volatile.Write(ref _earliest, _queue.TryPeek(out _, out var next) ? next : long.MaxValue);
        }
    }

    private void Rest()
    {
        var left = (Volatile.Read(ref _earliest) - _clock.GetTimestamp()) / _ticksPerMillisecond;
        if (left > 1.2)
            _changed.WaitOne((int)Math.Min(left - 0.2, 1000));
        else
            SpinUntilDue();
    }

    private void SpinUntilDue()
    {
        while (_clock.GetTimestamp() < Volatile.Read(ref _earliest) && !_isStopped)
            Thread.SpinWait(20);
    }
}
