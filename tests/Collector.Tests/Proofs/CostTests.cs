using System.Globalization;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>What the Collector costs while it watches a server of five processes at its usual pace.</summary>
[Collection(AloneCollection.Name)]
public sealed class CostTests(ITestOutputHelper output)
{
    /// <summary>0.15 % was measured where nothing else ran, and the aim is 0.3 %. A busy neighbour on the same core makes the same work cost two or three times as much.</summary>
    private const double MostPercent = 0.5;
    private const double MostMilliseconds = 5;
    private const int Tries = 3;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(12);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watching_a_server_of_five_processes_takes_a_small_part_of_a_percent_of_a_core()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var collector = await CollectorProcess.StartAsync("1s", workers: 4);
        await Task.Delay(Warmup, TimeProvider.System, Stopped);

        var percent = await BestAsync(() => PercentAsync(collector), MostPercent, "% of a core");

        Assert.InRange(percent, double.Epsilon, MostPercent);
    }

    [Fact]
    public async Task Ninety_nine_of_a_hundred_scrapes_are_answered_within_five_milliseconds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var collector = await CollectorProcess.StartAsync("1s", workers: 4);
        await collector.SampleFromAsync(TimeProvider.System.GetUtcNow());
        await ScrapeAsync(collector, 20);

        var milliseconds = await BestAsync(async () => Percentile99(await ScrapeAsync(collector, 200)), MostMilliseconds, "ms, p99 of 200 scrapes");

        Assert.InRange(milliseconds, double.Epsilon, MostMilliseconds);
    }

    /// <summary>The best of a few tries: whatever else runs on the machine only adds to the cost.</summary>
    private async Task<double> BestAsync(Func<Task<double>> measure, double enough, string unit)
    {
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < Tries && best > enough; attempt++)
        {
            best = Math.Min(best, await measure());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best:0.000} {unit}"));
        }
        return best;
    }

    private static async Task<double> PercentAsync(CollectorProcess collector)
    {
        var (before, begun) = (collector.ProcessorNanoseconds(), TimeProvider.System.GetTimestamp());
        await Task.Delay(Window, TimeProvider.System, Stopped);
        var (after, elapsed) = (collector.ProcessorNanoseconds(), TimeProvider.System.GetElapsedTime(begun));
        return after.Sum(thread => thread.Value - before.GetValueOrDefault(thread.Key)) / elapsed.TotalNanoseconds * 100;
    }

    private static async Task<IReadOnlyList<double>> ScrapeAsync(CollectorProcess collector, int count)
    {
        var times = new List<double>();
        for (var scrape = 0; scrape < count; scrape++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var text = await collector.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Stopped);
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            Assert.Contains("process_memory_usage_bytes", text, StringComparison.Ordinal);
        }
        return times;
    }

    private static double Percentile99(IReadOnlyList<double> times) => times.Order().ElementAt((int)Math.Ceiling(times.Count * 0.99) - 1);
}
