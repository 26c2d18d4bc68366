using LlmObs.Hardware;
using LlmObs.Results;
using LlmObs.Runner.Host;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Host;

public sealed class HostWatchTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_memory_of_a_run_is_its_peak_over_the_machines_own_use()
    {
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80), At(to, 220)]);
        using var watch = Watching(collector.Address);

        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var (memory, problem) = await watch.EndAsync(Cancelled);

        Assert.Null(problem);
        Assert.Equal((80, 220), (memory!.BaselineBytes, memory.PeakBytes));
        Assert.Contains(collector.Address.ToString(), memory.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_unloaded_just_now_is_not_taken_for_the_machines_own_use()
    {
        await using var collector = await FakeCollector.StartAsync((_, _) => []);
        using var watch = Watching(collector.Address);
        await watch.BeginAsync(Cancelled);
        await watch.EndAsync(Cancelled);

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
        var (memory, problem) = await watch.EndAsync(Cancelled);

        Assert.Null(memory);
        Assert.Contains("The Collector at http://127.0.0.1:9/ does not tell", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Collector_nothing_is_waited_for()
    {
        using var watch = new HostWatch(null, HostWatch.Settling, _clock);

        await watch.BeginAsync(Cancelled);
        Assert.Equal((null, null), await watch.EndAsync(Cancelled));
        Assert.True(watch.BeginAsync(Cancelled).IsCompleted);
    }

    [Fact]
    public async Task A_Collector_on_this_machine_says_nothing_of_a_server_on_another()
    {
        await using var collector = await FakeCollector.StartAsync((from, to) => [At(from, 80), At(to, 220)]);
        using var watch = HostWatch.Of(new ServerIdentity { Kind = "ollama", Name = "Ollama", Address = new Uri("http://192.0.2.1:11434/") }, collector.Address, _clock);

        await watch.BeginAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((null, null), await watch.EndAsync(Cancelled));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HostWatch Watching(Uri address) => new(new CollectorClient(address), HostWatch.Settling, _clock);

    private static HostSample At(DateTimeOffset moment, long used) => new() { At = moment, MemoryUsedBytes = used };
}
