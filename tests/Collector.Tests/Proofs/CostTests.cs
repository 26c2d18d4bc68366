using System.Globalization;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>What the Collector costs while it watches a server of five processes at its usual pace.</summary>
[Collection(AloneCollection.Name)]
public sealed class CostTests(ITestOutputHelper output)
{
    /// <summary>
    /// 0.14 to 0.17 % was measured on a quiet machine. A busy neighbour makes the same work cost two or three times as much, for minutes: many short windows are tried, and where
    /// the yardstick takes longer than usual, the limit grows with it. A sample took 1.4 to 2.1 yardsticks; the limit is three.
    /// </summary>
    private const double MostPercent = 0.3;
    private const int Windows = 12;

    /// <summary>Two of 200 may be later, and a neighbour holds up more than that at times. A round takes a fifth of a second.</summary>
    private const double MostMilliseconds = 5;
    private const int Rounds = 20;

    /// <summary>Files of the kind the Collector reads.</summary>
    private static readonly string[] Yardstick = ["/proc/self/status", "/proc/self/stat", "/proc/meminfo", "/proc/vmstat", "/proc/stat"];
    private const int Bursts = 20;

    /// <summary>Processor time for reading each of them once.</summary>
    private static readonly TimeSpan UsualYardstick = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watching_a_server_of_five_processes_takes_a_small_part_of_a_percent_of_a_core()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var collector = await CollectorProcess.StartAsync("1s", workers: 4);
        await Task.Delay(Warmup, TimeProvider.System, Stopped);

        var percent = await BestAsync(() => PercentAsync(collector), Windows, MostPercent, "% of a usual core");

        Assert.InRange(percent, double.Epsilon, MostPercent);
    }

    [Fact]
    public async Task Ninety_nine_of_a_hundred_scrapes_are_answered_within_five_milliseconds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var collector = await CollectorProcess.StartAsync("1s", workers: 4);
        await collector.SampleFromAsync(TimeProvider.System.GetUtcNow());
        await ScrapeAsync(collector, 20);

        var milliseconds = await BestAsync(async () => Percentile99(await ScrapeAsync(collector, 200)), Rounds, MostMilliseconds, "ms, p99 of 200 scrapes");

        Assert.InRange(milliseconds, double.Epsilon, MostMilliseconds);
    }

    /// <summary>The best of a few tries: whatever else runs on the machine only adds to the cost.</summary>
    private async Task<double> BestAsync(Func<Task<double>> measure, int tries, double enough, string unit)
    {
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < tries && best > enough; attempt++)
        {
            best = Math.Min(best, await measure());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best:0.000} {unit}"));
        }
        return best;
    }

    private async Task<double> PercentAsync(CollectorProcess collector)
    {
        var (before, begun) = (collector.ProcessorTime(), TimeProvider.System.GetTimestamp());
        var yardstick = await ReadYardstickAsync();
        var percent = (collector.ProcessorTime() - before) / TimeProvider.System.GetElapsedTime(begun) * 100;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{percent:0.000} % of this core, where the yardstick takes {yardstick.TotalMilliseconds:0.000} ms"));
        return percent / Math.Max(1, yardstick / UsualYardstick);
    }

    /// <summary>The processor time it takes here and now, once: seldom and in short bursts as the Collector reads, with caches as cold.</summary>
    private static async Task<TimeSpan> ReadYardstickAsync()
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var burst = 0; burst < Bursts; burst++)
        {
            foreach (var file in Yardstick)
                await File.ReadAllTextAsync(file, Stopped);
            await Task.Delay(Window / Bursts, TimeProvider.System, Stopped);
        }
        return (Environment.CpuUsage.TotalTime - before) / Bursts;
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
