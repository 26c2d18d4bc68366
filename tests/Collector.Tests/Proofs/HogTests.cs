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
        Demand(KernelFile.Number("/proc/meminfo", "MemAvailable") >= 4 * Gibibyte, "This machine has less than 4 GiB of memory available.");
        await using var collector = await CollectorProcess.StartAsync("1s");
        var before = await collector.SampleFromAsync(TimeProvider.System.GetUtcNow());

        // tail keeps the last lines, and without a line break that is everything; it writes when it has read all, and waits until someone reads that
        var hog = collector.Start("sh", "-c", $"head -c {2 * Gibibyte} /dev/zero | tail");
        Assert.Equal(1, await hog.StandardOutput.BaseStream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        var taken = await collector.SampleFromAsync(TimeProvider.System.GetUtcNow());

        var (idle, busy) = (before.Servers[collector.Port], taken.Servers[collector.Port]);
        // the sum has this test's own memory too, which may shrink meanwhile
        Assert.InRange(busy.AnonymousBytes!.Value - idle.AnonymousBytes!.Value, 1.9 * Gibibyte, 2.5 * Gibibyte);
        Assert.Contains(hog.Id, busy.Pids);
        Assert.InRange(busy.Pids.Count - idle.Pids.Count, 2, 3);
        // how much more the machine uses than before depends on its other programs; less than its server it cannot use
        Assert.InRange(taken.MemoryUsedBytes!.Value, 1.9 * Gibibyte, taken.MemoryTotalBytes!.Value);
    }

    /// <summary>Skips where it cannot be, or fails where LLMOBS_REQUIRE names it.</summary>
    private static void Demand(bool isThere, string whyNot)
    {
        if ((Environment.GetEnvironmentVariable("LLMOBS_REQUIRE") ?? "").Split(' ').Contains("memory", StringComparer.Ordinal))
            Assert.True(isThere, whyNot);
        Assert.SkipUnless(isThere, whyNot);
    }
}
