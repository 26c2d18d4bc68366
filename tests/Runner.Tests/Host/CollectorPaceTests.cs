using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Runner.Host;
using LlmObs.Runner.Tests.Checks;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Host;

/// <summary>A Collector may look as seldom as once a minute.</summary>
public sealed class CollectorPaceTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 4, 10, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_run_waits_for_two_samples_of_a_slow_Collector_and_has_its_memory()
    {
        await using var collector = await LookingEveryAsync(15);
        using var watch = new HostWatch(new CollectorClient(collector.Address), null, HostWatch.Settling, _clock);
        await RunAsync(watch);

        var next = watch.BeginAsync(Cancelled);
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await next;
        _clock.Advance(TimeSpan.FromMinutes(1));
        var run = await watch.EndAsync([], Cancelled);

        Assert.NotNull(run.Memory);
        Assert.Empty(run.Problems);
    }

    [Fact]
    public async Task Of_one_that_looks_too_seldom_to_wait_for_it_is_said_once_what_may_be_missing()
    {
        await using var collector = await LookingEveryAsync(60);
        using var watch = new HostWatch(new CollectorClient(collector.Address), null, HostWatch.Settling, _clock);

        var first = await RunAsync(watch);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var second = await RunAsync(watch);

        Assert.Contains("looks every 60 s only: of runs that begin within 120 s", Assert.Single(first.Problems), StringComparison.Ordinal);
        Assert.Empty(second.Problems);
    }

    [Fact]
    public async Task The_wait_before_a_block_stays_with_its_first_run_that_measures_anything()
    {
        await using var collector = await LookingEveryAsync(1);
        using var watch = new HostWatch(new CollectorClient(collector.Address), null, TimeSpan.Zero, _clock);
        var wait = new GateWait { WaitedSeconds = 3, LimitReached = true, WaitedFor = "a test" };
        watch.Waited(wait);

        var (failed, measured, next) = (await RunAsync(watch), await RunAsync(watch, measures: true), await RunAsync(watch, measures: true));

        Assert.Equal((null, wait, null), (failed.Conditions!.Gate, measured.Conditions!.Gate, next.Conditions!.Gate));
    }

    [Fact]
    public async Task The_wait_before_a_block_nobody_watched_lands_on_no_later_run()
    {
        var isSilent = true;
        await using var collector = await FakeCollector.StartAsync((from, to) => isSilent ? [] : [Sample(from), Sample(to)]);
        using var watch = new HostWatch(new CollectorClient(collector.Address), null, TimeSpan.Zero, _clock);
        watch.Waited(new GateWait { WaitedSeconds = 3, LimitReached = true, WaitedFor = "a test" });

        await RunAsync(watch, measures: true);
        isSilent = false;

        Assert.Null((await RunAsync(watch, measures: true)).Conditions!.Gate);
    }

    private static HostSample Sample(DateTimeOffset at) => new() { At = at, MemoryUsedBytes = 80 };

    private async Task<WatchedRun> RunAsync(HostWatch watch, bool measures = false)
    {
        await watch.BeginAsync(Cancelled);
        var sent = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(1));
        return await watch.EndAsync(measures ? [new RequestSpan { Time = new Period(sent, _clock.GetUtcNow()), OutputTokens = 9 }] : [], Cancelled);
    }

    private static async Task<FakeCollector> LookingEveryAsync(double seconds)
    {
        var collector = await FakeCollector.StartAsync((from, to) => Enumerable.Range(-100, 2000).Select(number => Start + TimeSpan.FromSeconds(number * seconds + 0.5))
            .Where(moment => moment >= from && moment <= to).Select(Sample));
        collector.Report = Given.Report with { IntervalSeconds = seconds };
        return collector;
    }
}
