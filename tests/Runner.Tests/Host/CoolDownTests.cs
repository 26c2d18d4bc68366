using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Tests.Host;

public sealed class CoolDownTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly HurryingClock _clock = new();
    private readonly List<(string WaitsFor, TimeSpan Left)> _told = [];
    private double _celsius = 53;

    [Fact]
    public async Task A_block_waits_until_the_machine_is_near_its_idle_self()
    {
        await using var collector = await CollectorAsync();
        using var watch = await IdleAsync(collector);
        _celsius = 71;

        _clock.Resting = () => _celsius--;

        var wait = await new CoolDown(watch, _clock).WaitAsync(Limit, 5, null, Tell, Cancelled);

        Assert.Equal((false, GateEnd.Near), (wait!.LimitReached, wait.End));
        Assert.Equal(("cpu 71 °C, waits for ≤ 58 °C", Limit), _told[0]);
        Assert.Equal("cpu 59 °C, waits for ≤ 58 °C", wait.WaitedFor);
        Assert.Equal(_told.Count * 0.5, wait.WaitedSeconds, 6);
    }

    [Fact]
    public async Task The_limit_ends_the_wait_and_that_is_kept()
    {
        await using var collector = await CollectorAsync();
        using var watch = await IdleAsync(collector);
        _celsius = 71;

        var wait = await new CoolDown(watch, _clock).WaitAsync(TimeSpan.FromSeconds(3), 5, null, Tell, Cancelled);

        Assert.Equal((true, 3), (wait!.LimitReached, wait.WaitedSeconds));
    }

    [Fact]
    public async Task A_machine_that_is_cool_is_not_waited_for()
    {
        await using var collector = await CollectorAsync();
        using var watch = await IdleAsync(collector);

        Assert.Null(await new CoolDown(watch, _clock).WaitAsync(Limit, 5, null, Tell, Cancelled));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task The_time_to_stop_at_ends_the_wait_without_being_a_limit()
    {
        await using var collector = await CollectorAsync();
        using var watch = await IdleAsync(collector);
        _celsius = 71;

        var wait = await new CoolDown(watch, _clock).WaitAsync(Limit, 5, _clock.GetUtcNow() + TimeSpan.FromSeconds(1.2), Tell, Cancelled);

        Assert.Equal((GateEnd.Time, false, 1.2, 3), (wait!.End, wait.LimitReached, wait.WaitedSeconds, _told.Count));
    }

    [Fact]
    public async Task Stopping_ends_the_wait_at_once()
    {
        await using var collector = await CollectorAsync();
        using var watch = await IdleAsync(collector);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        _celsius = 71;

        var waiting = new CoolDown(watch, _clock).WaitAsync(Limit, 5, null, (_, _) => stop.Cancel(), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_question_without_an_answer_does_not_end_the_wait()
    {
        var isSilent = false;
        await using var collector = await FakeCollector.StartAsync((from, to) => isSilent ? [] : [Sample(from), Sample(to)]);
        using var watch = await IdleAsync(collector);
        _celsius = 71;
        _clock.Resting = () => (isSilent, _celsius) = (_celsius is 70 or 69, _celsius - 1);

        var wait = await new CoolDown(watch, _clock).WaitAsync(Limit, 5, null, Tell, Cancelled);

        Assert.Equal((GateEnd.Near, 6.5), (wait!.End, wait.WaitedSeconds));
    }

    [Fact]
    public async Task A_Collector_that_stays_silent_is_waited_for_a_minute_and_nothing_is_said_to_be_cool()
    {
        var collector = await CollectorAsync();
        using var watch = await IdleAsync(collector);
        await collector.DisposeAsync();

        var wait = await new CoolDown(watch, _clock).WaitAsync(Limit, 5, null, Tell, Cancelled);

        Assert.Equal((GateEnd.NotKnown, false, 60), (wait!.End, wait.LimitReached, wait.WaitedSeconds));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private void Tell(string waitsFor, TimeSpan left) => _told.Add((waitsFor, left));

    private Task<FakeCollector> CollectorAsync() => FakeCollector.StartAsync((from, to) => [Sample(from), Sample(to)]);

    private HostSample Sample(DateTimeOffset at) => new HostSample { At = at }.WithTemperature("cpu", _celsius);

    private async Task<HostWatch> IdleAsync(FakeCollector collector)
    {
        var watch = new HostWatch(new CollectorClient(collector.Address), null, TimeSpan.Zero, _clock);
        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await watch.EndAsync([], Cancelled);
        return watch;
    }
}
