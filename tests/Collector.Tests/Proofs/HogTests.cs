using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>Memory that a worker of the watched server really takes is seen at once, and as the server's.</summary>
[Collection(AloneCollection.Name)]
public sealed class HogTests
{
    private const long Gibibyte = 1L << 30;

    [Fact]
    public async Task Two_gibibytes_taken_by_a_child_are_in_the_next_sample_and_are_the_servers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        Assert.SkipUnless(KernelFile.Number("/proc/meminfo", "MemAvailable") >= 4 * Gibibyte, "This machine has less than 4 GiB of memory available.");
        await using var collector = await CollectorProcess.StartAsync("1s");
        var before = await collector.SampleFromAsync(TimeProvider.System.GetUtcNow());

        // tail keeps the last lines, and without a line break that is everything; it writes when it has read all, and waits until someone reads that
        var hog = collector.Start("sh", "-c", $"head -c {2 * Gibibyte} /dev/zero | tail");
        Assert.Equal(1, await hog.StandardOutput.BaseStream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        var taken = await collector.SampleFromAsync(TimeProvider.System.GetUtcNow());

        var (idle, busy) = (before.Servers[collector.Port], taken.Servers[collector.Port]);
        Assert.InRange(busy.AnonymousBytes!.Value - idle.AnonymousBytes!.Value, 2 * Gibibyte, 2.5 * Gibibyte);
        Assert.Contains(hog.Id, busy.Pids);
        Assert.InRange(busy.Pids.Count - idle.Pids.Count, 2, 3);
        Assert.InRange(taken.MemoryUsedBytes!.Value - before.MemoryUsedBytes!.Value, Gibibyte, 4 * Gibibyte);
    }
}
