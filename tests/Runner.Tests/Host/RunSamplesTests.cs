using LlmObs.Hardware;
using LlmObs.Runner.Host;
using LlmObs.Runner.Tests.Checks;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Host;

/// <summary>A Collector keeps an hour; a run may be longer.</summary>
public sealed class RunSamplesTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero));
    private int _asked;

    [Fact]
    public async Task Between_requests_the_Collector_is_asked_every_twenty_minutes_and_no_sooner()
    {
        await using var collector = await KeepingAnHourAsync();
        using var watch = Watching(collector);
        await watch.BeginAsync(Cancelled);

        for (var minute = 0; minute < 100; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await watch.KeepUpAsync(Cancelled);
        }

        Assert.Equal(5, _asked);
    }

    [Fact]
    public async Task A_Collector_that_looks_ten_times_as_often_is_asked_ten_times_as_often()
    {
        await using var collector = await KeepingAnHourAsync();
        collector.Report = Given.Report with { IntervalSeconds = 0.1 };
        using var watch = new HostWatch(new CollectorClient(collector.Address), null, HostWatch.Settling, _clock);
        await watch.BeginAsync(Cancelled);
        _asked = 0;

        for (var minute = 0; minute < 10; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await watch.KeepUpAsync(Cancelled);
        }

        Assert.Equal(5, _asked);
    }

    [Fact]
    public async Task Of_a_run_longer_than_what_is_kept_nothing_is_missing_and_nothing_is_there_twice()
    {
        await using var collector = await KeepingAnHourAsync();
        using var watch = Watching(collector);
        await watch.BeginAsync(Cancelled);

        for (var part = 0; part < 4; part++)
        {
            _clock.Advance(TimeSpan.FromMinutes(30));
            await watch.KeepUpAsync(Cancelled);
        }
        var watched = (await watch.EndAsync([], Cancelled)).Conditions!.Watched;

        Assert.Equal((7200, 0, 7201), (watched.RunSeconds, watched.UnwatchedSeconds, watched.Samples));
    }

    [Fact]
    public async Task A_request_longer_than_what_is_kept_costs_the_beginning_and_that_is_said()
    {
        await using var collector = await KeepingAnHourAsync();
        using var watch = Watching(collector);
        await watch.BeginAsync(Cancelled);

        _clock.Advance(TimeSpan.FromHours(3));
        var watched = (await watch.EndAsync([], Cancelled)).Conditions!.Watched;

        Assert.Equal((10_800, 7200), (watched.RunSeconds, watched.UnwatchedSeconds));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_leaves_no_samples_and_says_so()
    {
        await using var collector = await KeepingAnHourAsync();
        var samples = new RunSamples(new CollectorClient(collector.Address), _clock, _clock.GetUtcNow() + TimeSpan.FromMinutes(10), RunSamples.Pace);

        await samples.FetchAsync(Cancelled);

        Assert.Equal("This machine's clock was set back by 600 s during the run: the samples of that time cannot be told apart.", samples.Problem);
        Assert.Empty(samples.All);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HostWatch Watching(FakeCollector collector) => new(new CollectorClient(collector.Address), null, TimeSpan.Zero, _clock);

    /// <summary>One sample each full second.</summary>
    private async Task<FakeCollector> KeepingAnHourAsync()
    {
        var start = _clock.GetUtcNow();
        var collector = await FakeCollector.StartAsync((from, to) => Enumerable.Range(-10, 20_000).Select(second => start + TimeSpan.FromSeconds(second))
            .Where(moment => moment >= from && moment <= to && moment >= _clock.GetUtcNow() - Kept && moment <= _clock.GetUtcNow()).Select(moment => new HostSample { At = moment, MemoryUsedBytes = 1 }));
        collector.Asked = () => _asked++;
        return collector;
    }
}
