using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Checks;
using LlmObs.Runner.Tests.Host;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class ClearedMemoryTests
{
    private static readonly DataSize Model = new(250 * Given.Gib);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task What_was_unloaded_is_waited_for_until_it_is_seen_to_be_gone()
    {
        await AwaitAsync(300, 300, 200, 60);

        Assert.Equal(Given.Now.AddSeconds(1.5), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Memory_that_stays_is_waited_for_no_longer_than_the_patience()
    {
        await AwaitAsync(300);

        Assert.Equal(Given.Now + Patience, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Where_nobody_tells_nothing_is_waited_for()
    {
        await new ClearedMemory(null, Patience, _clock).AwaitAsync(null, Model, TestContext.Current.CancellationToken);

        Assert.Equal(Given.Now, _clock.GetUtcNow());
    }

    /// <summary>On a machine that used 300 GiB and then this, one look after another; the last one stays.</summary>
    private async Task AwaitAsync(params long[] gibibytes)
    {
        var seen = new Queue<long>(gibibytes);
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryUsedBytes = (seen.Count > 1 ? seen.Dequeue() : seen.Peek()) * Given.Gib }]);
        await new ClearedMemory(collector.Address, Patience, _clock).AwaitAsync(300 * Given.Gib, Model, TestContext.Current.CancellationToken);
    }
}
