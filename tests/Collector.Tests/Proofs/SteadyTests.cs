using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>The Collector as a process of its own, at the fastest pace and scraped all the time, holds no more after half a minute than before.</summary>
[Collection(AloneCollection.Name)]
public sealed class SteadyTests(ITestOutputHelper output)
{
    /// <summary>The hour of samples that it keeps grows by less than 1 MiB meanwhile; the rest is the runtime's, which compiles and makes room.</summary>
    private const long Slack = 16 << 20;

    /// <summary>A pool's thread may come late; one lost with each scrape would be a hundred.</summary>
    private const int Few = 4;

    private static readonly TimeSpan Third = TimeSpan.FromSeconds(10);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Half_a_minute_of_fast_sampling_and_scraping_leaves_no_descriptors_threads_or_memory_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var collector = await CollectorProcess.StartAsync("100ms", workers: 1);

        var (first, _, last) = (await WatchAsync(collector), await WatchAsync(collector), await WatchAsync(collector));

        // what comes and goes, such as a connection, is in the most of the first; what is never given back is in the least of the last
        output.WriteLine($"first {first.Max(one => one.Descriptors)} descriptors, {first.Max(one => one.Threads)} threads, {first.Max(one => one.Resident)} bytes; last {last.Min(one => one.Descriptors)}, {last.Min(one => one.Threads)}, {last.Min(one => one.Resident)}");
        Assert.InRange(last.Min(one => one.Descriptors), 1, first.Max(one => one.Descriptors) + Few);
        Assert.InRange(last.Min(one => one.Threads), 1, first.Max(one => one.Threads) + Few);
        Assert.InRange(last.Min(one => one.Resident), 1, first.Max(one => one.Resident) + Slack);
    }

    private static async Task<IReadOnlyList<Held>> WatchAsync(CollectorProcess collector)
    {
        var (held, begun) = (new List<Held>(), TimeProvider.System.GetTimestamp());
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (TimeProvider.System.GetElapsedTime(begun) < Third && await pace.WaitForNextTickAsync(Stopped))
        {
            Assert.NotEmpty(await collector.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Stopped));
            held.Add(Now(collector.Folder()));
        }
        return held;
    }

    private static Held Now(string process)
    {
        var status = Path.Combine(process, "status");
        return new(Directory.GetFileSystemEntries(Path.Combine(process, "fd")).Length, KernelFile.Number(status, "Threads")!.Value, KernelFile.Number(status, "VmRSS")!.Value);
    }

    private sealed record Held(int Descriptors, long Threads, long Resident);
}
