namespace LlmObs.Collector.Samples;

/// <summary>Takes a sample at every multiple of the interval since the start. What it was too late for it counts and does not make up.</summary>
internal sealed class Sampler(SensorReader reader, SampleHistory history, CollectorOptions options, TimeProvider clock) : BackgroundService
{
    /// <summary>A timer and a clock may differ by a little: a tick this share of an interval early is the tick it looks like.</summary>
    private const double Tolerance = 0.1;

    private PeriodicTimer? _timer;
    private long _start;
    private long _lastTick;
    private long _missed;

    /// <summary>Samples that were due and not taken, because reading took long or the machine was too busy.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // here and not in ExecuteAsync, which may begin after the host says that it has started
        _timer = new PeriodicTimer(options.Interval, clock);
        _start = clock.GetTimestamp();
        history.Add(reader.Read());
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer!.WaitForNextTickAsync(stoppingToken))
        {
            CountTick();
            history.Add(reader.Read());
        }
    }

    private void CountTick()
    {
        var tick = (long)(clock.GetElapsedTime(_start) / options.Interval + Tolerance);
        Interlocked.Add(ref _missed, Math.Max(0, tick - _lastTick - 1));
        _lastTick = tick;
    }
}
