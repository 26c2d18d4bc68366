using LlmObs.Hardware;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Tests.Host;

namespace LlmObs.Runner.Tests.Checks;

public sealed class BeforeLoadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly JumpingClock _clock = new();

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_is_nearly_full_stops_the_session()
    {
        using var look = new BeforeLoad("results/x", null, Patience, _clock) { Disk = _ => new StorageSpace(200_000_000, 1_000_000_000_000) };

        Assert.Equal("Stopped before the next load: results/x has 200 MB of disk left. Free some, then go on with --resume.", await look.WhyStopAsync(Stopped));
    }

    [Fact]
    public async Task A_disk_with_room_or_one_that_does_not_tell_lets_it_go_on()
    {
        using var roomy = new BeforeLoad(".", null, Patience, _clock) { Disk = _ => new StorageSpace(300_000_000, 1_000_000_000_000) };
        using var silent = new BeforeLoad(".", null, Patience, _clock) { Disk = _ => null };

        Assert.Null(await roomy.WhyStopAsync(Stopped));
        Assert.Null(await silent.WhyStopAsync(Stopped));
    }

    [Theory]
    [InlineData(0.5, null, "tasks waited for memory in 50 % of the last 10 s")]
    [InlineData(null, 2, "the system calls it so")]
    public async Task Pressure_that_stays_critical_stops_the_session(double? share, int? level, string expected)
    {
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryPressure = share, MemoryPressureLevel = level }]);
        using var look = Looking(collector);

        Assert.Equal(
            $"Stopped before the next load: the machine's memory pressure is critical ({expected}) and did not fall in 30 s. Close other programs or unload models, then go on with --resume.",
            await look.WhyStopAsync(Stopped));
        Assert.Equal(Given.Now + Patience, _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0.49, 1)]
    [InlineData(null, null)]
    public async Task Lower_pressure_and_none_that_is_known_let_it_go_on_at_once(double? share, int? level)
    {
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryPressure = share, MemoryPressureLevel = level }]);
        using var look = Looking(collector);

        Assert.Null(await look.WhyStopAsync(Stopped));
        Assert.Equal(Given.Now, _clock.GetUtcNow());
    }

    [Fact]
    public async Task What_the_run_before_left_behind_may_go_away_by_itself()
    {
        var pressures = new Queue<double>([0.9, 0.7, 0.3]);
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryPressure = pressures.Dequeue() }]);
        using var look = Looking(collector);

        Assert.Null(await look.WhyStopAsync(Stopped));
        Assert.Empty(pressures);
    }

    [Fact]
    public async Task A_Collector_that_is_gone_or_has_no_sample_stops_nothing()
    {
        await using var empty = await FakeCollector.StartAsync((_, _) => []);
        using var looking = Looking(empty);
        using var gone = new BeforeLoad(".", new Uri("http://127.0.0.1:9/"), Patience, _clock);

        Assert.Null(await looking.WhyStopAsync(Stopped));
        Assert.Null(await gone.WhyStopAsync(Stopped));
    }

    private BeforeLoad Looking(FakeCollector collector) => new(".", collector.Address, Patience, _clock);
}
