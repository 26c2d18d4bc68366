using System.Threading.Channels;
using LlmObs.Collector.Options;
using LlmObs.Collector.Samples;
using LlmObs.Hardware;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmObs.Collector.Tests.Samples;

public sealed class SamplerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly HandClock _clock = new(RunningCollector.Start);
    private readonly Channel<int> _reads = Channel.CreateBounded<int>(100);
    private readonly SampleHistory _history;
    private readonly Sampler _sampler;
    private Func<int, TimeSpan> _readingTakes = _ => TimeSpan.Zero;
    private int _count;

    public SamplerTests()
    {
        var options = new CollectorOptions { Interval = Second };
        _history = new SampleHistory(options, _clock);
        _sampler = new Sampler(new SensorReader([new FedSensor("slow", Read)], _clock, NullLogger<SensorReader>.Instance) { Patience = RunningCollector.Patience }, _history, options, _clock);
    }

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public void Dispose() => _sampler.Dispose();

    [Fact]
    public async Task The_first_sample_is_there_when_it_has_started()
    {
        await _sampler.StartAsync(Stopped);

        Assert.Equal(RunningCollector.Start, _history.Latest!.At);
        await _sampler.StopAsync(Stopped);
    }

    [Fact]
    public async Task Reading_time_does_not_add_up_to_a_drift()
    {
        var reading = TimeSpan.FromSeconds(0.3);
        _readingTakes = _ => reading;

        await RunAsync(() => _clock.Pass(Second - reading), samples: 50);

        Assert.Equal(Enumerable.Range(0, 50).Select(second => (double)second), Seconds());
        Assert.Equal(0, _sampler.Missed);
    }

    [Fact]
    public async Task Ticks_missed_while_a_sensor_was_slow_are_counted_and_not_made_up()
    {
        _readingTakes = number => number == 1 ? TimeSpan.FromSeconds(3.5) : TimeSpan.Zero;

        await _sampler.StartAsync(Stopped);
        await _reads.Reader.ReadAsync(Stopped);
        _clock.Pass(Second);
        await _reads.Reader.ReadAsync(Stopped);
        // the sample of second 1 is late; the tick that waited for it comes at once
        await _reads.Reader.ReadAsync(Stopped);
        _clock.Pass(TimeSpan.FromSeconds(0.5));
        await _reads.Reader.ReadAsync(Stopped);
        await _sampler.StopAsync(Stopped);

        Assert.Equal([0, 1, 4.5, 5], Seconds());
        Assert.Equal(2, _sampler.Missed);
    }

    [Fact]
    public async Task A_tick_that_comes_late_but_before_the_next_one_misses_nothing()
    {
        var late = new[] { 1.04, 0.96, 1.97, 0.03 };
        var tick = 0;

        await RunAsync(() => _clock.Pass(Second * late[tick++ % late.Length]), samples: 9);

        Assert.Equal(0, _sampler.Missed);
    }

    private async Task RunAsync(Action next, int samples)
    {
        await _sampler.StartAsync(Stopped);
        await _reads.Reader.ReadAsync(Stopped);
        for (var taken = 1; taken < samples; taken++)
        {
            next();
            await _reads.Reader.ReadAsync(Stopped);
        }
        await _sampler.StopAsync(Stopped);
    }

    private HostSample Read(HostSample sample)
    {
        _clock.Pass(_readingTakes(_count));
        Assert.True(_reads.Writer.TryWrite(_count++));
        return sample;
    }

    private IEnumerable<double> Seconds() => _history.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Select(sample => (sample.At - RunningCollector.Start).TotalSeconds);
}
