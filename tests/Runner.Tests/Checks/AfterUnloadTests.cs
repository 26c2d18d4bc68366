using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Tests.Host;

namespace LlmObs.Runner.Tests.Checks;

public sealed class AfterUnloadTests
{
    private static readonly RunMemory Run = new() { BaselineBytes = 10 * Given.Gib, PeakBytes = 110 * Given.Gib, Samples = 9, Source = "a test" };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly JumpingClock _clock = new();

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_that_is_back_is_not_waited_for()
    {
        var (used, notice) = await AwaitAsync(Run, 15);

        Assert.Equal((15 * Given.Gib, null), (used!.Value, notice));
        Assert.Equal(Given.Now, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Memory_that_comes_back_slowly_is_waited_for()
    {
        var (used, notice) = await AwaitAsync(Run, 90, 40, 12);

        Assert.Equal((12 * Given.Gib, null), (used!.Value, notice));
        Assert.Equal(Given.Now.AddSeconds(1), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Memory_that_does_not_come_back_is_told_with_how_much_of_it()
    {
        var (used, notice) = await AwaitAsync(Run, 60);

        Assert.Equal(60 * Given.Gib, used);
        Assert.Equal(
            "the model is unloaded, and 15 s later the machine still uses 50 GiB more than before it was loaded. "
                + "The next run counts that as the machine's own. Restart the server, or look what else took it.",
            notice);
        Assert.Equal(Given.Now + Patience, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Of_a_small_model_one_gibibyte_may_stay()
    {
        var small = Run with { PeakBytes = 12 * Given.Gib };

        Assert.Null((await AwaitAsync(small, 11)).Notice);
        Assert.NotNull((await AwaitAsync(small, 12)).Notice);
    }

    [Fact]
    public async Task Where_nobody_tells_it_is_not_known()
    {
        await using var empty = await FakeCollector.StartAsync((_, _) => []);
        using var silent = new AfterUnload(empty.Address, Patience, _clock);
        using var gone = new AfterUnload(new Uri("http://127.0.0.1:9/"), Patience, new JumpingClock());
        using var nobody = new AfterUnload(null, Patience, _clock);

        Assert.Equal((null, null), await nobody.AwaitAsync(Run, Stopped));
        Assert.Equal((null, null), await silent.AwaitAsync(Run, Stopped));
        Assert.Equal((null, null), await gone.AwaitAsync(Run, Stopped));
    }

    /// <summary>A Collector that sees this use, one after another; the last one stays.</summary>
    private async Task<(long? UsedBytes, string? Notice)> AwaitAsync(RunMemory run, params long[] gibibytes)
    {
        var seen = new Queue<long>(gibibytes);
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryUsedBytes = (seen.Count > 1 ? seen.Dequeue() : seen.Peek()) * Given.Gib }]);
        using var unloaded = new AfterUnload(collector.Address, Patience, _clock);
        return await unloaded.AwaitAsync(run, Stopped);
    }
}
