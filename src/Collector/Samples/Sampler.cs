using LlmObs.Collector.Options;

namespace LlmObs.Collector.Samples;

/// <summary>Takes a sample at every multiple of the interval since the start. What it was too late for it counts and does not make up.</summary>
internal sealed class Sampler(SensorReader reader, SampleHistory history, CollectorOptions options, TimeProvider clock) : BackgroundService
{
    private PeriodicTimer? _timer;
    private long _start;
    private long _ticks;
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

    /// <summary>Ticks that were due less ticks that came. Rejected: the gap before each tick, which counts a late tick as a missed one, and an early one too.</summary>
    private void CountTick()
    {
        _ticks++;
        var due = (long)(clock.GetElapsedTime(_start) / options.Interval);
        Interlocked.Exchange(ref _missed, Math.Max(_missed, due - _ticks));
    }
}
