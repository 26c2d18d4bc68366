using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Results;
using LlmObs.Runner.Host;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Host;

public sealed class HostWatchTests
{
    private static readonly Uri Server = new("http://127.0.0.1:1234/");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_memory_of_a_run_is_its_peak_over_the_machines_own_use()
    {
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80), At(to, 220)]);
        using var watch = Watching(collector.Address);

        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var run = await watch.EndAsync([], Cancelled);

        Assert.Empty(run.Problems);
        Assert.Equal((80, 220), (run.Memory!.BaselineBytes, run.Memory.PeakBytes));
        Assert.Contains(collector.Address.ToString(), run.Memory.Source, StringComparison.Ordinal);
        Assert.Equal((new RunClock(60, 60), 60), (run.Clock, run.Conditions!.Watched.RunSeconds));
    }

    [Fact]
    public async Task What_was_unloaded_just_now_is_not_taken_for_the_machines_own_use()
    {
        await using var collector = await FakeCollector.StartAsync((_, _) => []);
        using var watch = Watching(collector.Address);
        await watch.BeginAsync(Cancelled);
        await watch.EndAsync([], Cancelled);

        var next = watch.BeginAsync(Cancelled);
        Assert.False(next.IsCompleted);
        _clock.Advance(HostWatch.Settling);

        await next;
    }

    [Fact]
    public async Task A_Collector_that_is_gone_costs_its_figures_and_says_so()
    {
        using var watch = Watching(new Uri("http://127.0.0.1:9/"));

        await watch.BeginAsync(Cancelled);
        var run = await watch.EndAsync([], Cancelled);

        Assert.Equal((null, null), (run.Memory, run.Conditions));
        Assert.Contains("The Collector at http://127.0.0.1:9/ does not tell", Assert.Single(run.Problems), StringComparison.Ordinal);
        Assert.Null(await watch.NowAsync(Cancelled));
    }

    [Fact]
    public async Task Without_a_Collector_nothing_is_waited_for_and_only_the_clocks_are_known()
    {
        using var watch = new HostWatch(null, null, HostWatch.Settling, _clock);

        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var run = await watch.EndAsync([], Cancelled);

        Assert.Equal((null, null, new RunClock(30, 30)), (run.Memory, run.Conditions, run.Clock));
        Assert.True(watch.BeginAsync(Cancelled).IsCompleted);
    }

    [Fact]
    public async Task A_Collector_on_this_machine_says_nothing_of_a_server_on_another()
    {
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80), At(to, 220)]);
        using var watch = HostWatch.Of(new ServerIdentity { Kind = "ollama", Name = "Ollama", Address = new Uri("http://192.0.2.1:11434/") }, collector.Address, _clock);

        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null((await watch.EndAsync([], Cancelled)).Memory);
    }

    [Fact]
    public async Task The_servers_processes_are_looked_at_before_the_load_and_with_the_model_in_memory()
    {
        var looks = 0;
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80), At(to, 220)]);
        collector.Processes = port => new ServerProcesses { At = _clock.GetUtcNow(), Port = port, Processes = [new ServerProcess { Pid = 7, Name = "llama-server", ProportionalBytes = ++looks * 100 }] };
        using var watch = new HostWatch(new CollectorClient(collector.Address), Server, TimeSpan.Zero, _clock);

        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await watch.MeasuredAsync(Cancelled);
        var conditions = (await watch.EndAsync([], Cancelled)).Conditions!;

        Assert.Equal((1234, 100), (conditions.ServerBefore!.Port, conditions.ServerBefore.Processes[0].ProportionalBytes));
        Assert.Equal((7, 200), (conditions.ServerAfter!.Processes[0].Pid, conditions.ServerAfter.Processes[0].ProportionalBytes));
    }

    [Fact]
    public async Task A_Collector_that_watches_no_server_is_told_of_once_and_gives_all_else()
    {
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80), At(to, 220)]);
        using var watch = new HostWatch(new CollectorClient(collector.Address), Server, TimeSpan.Zero, _clock);

        var (first, second) = (await RunAsync(watch), await RunAsync(watch));

        Assert.Contains("The processes of http://127.0.0.1:1234/ are not watched.", Assert.Single(first.Problems), StringComparison.Ordinal);
        Assert.Empty(second.Problems);
        Assert.Equal((null, 140), (first.Conditions!.ServerBefore, first.Memory!.OverBaselineBytes));
    }

    [Fact]
    public async Task The_calmest_time_before_a_load_is_what_idle_means_for_the_whole_session()
    {
        var celsius = 50.0;
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80).WithTemperature("cpu", celsius), At(to, 220).WithTemperature("cpu", 90)]);
        using var watch = Watching(collector.Address);

        await RunAsync(watch);
        celsius = 70;
        await RunAsync(watch);

        Assert.Equal(50, watch.Idle.Temperatures["cpu"]);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<WatchedRun> RunAsync(HostWatch watch)
    {
        _clock.Advance(TimeSpan.FromSeconds(20));
        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        return await watch.EndAsync([], Cancelled);
    }

    private HostWatch Watching(Uri address) => new(new CollectorClient(address), null, HostWatch.Settling, _clock);

    private static HostSample At(DateTimeOffset moment, long used) => new() { At = moment, MemoryUsedBytes = used };
}
