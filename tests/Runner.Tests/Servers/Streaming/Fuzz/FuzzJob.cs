using System.Globalization;
using System.Text.Json;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>
/// The loop over seeds. <see cref="FuzzTests"/> starts it in a process of its own, whose heap is limited and which can hang without harm; among the other tests it tries
/// a few streams only.
/// </summary>
public sealed class FuzzJob
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int Few = 300;
    private int _seed;

    [Fact]
    public async Task Every_stream_comes_to_an_outcome()
    {
        var (streams, first) = (FuzzSettings.ReportPath is null ? Few : FuzzSettings.Streams, FuzzSettings.FirstSeed);
        using var watch = Watch();
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        long peak = 0;
        for (var number = 0; number < streams; number++)
        {
            Volatile.Write(ref _seed, first + number);
            var outcome = await RunAsync(first + number);
            tally[outcome] = tally.GetValueOrDefault(outcome) + 1;
            if (number % 16 == 0)
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
        }
        var report = new FuzzReport(streams, first, peak, GC.GetTotalAllocatedBytes(), tally);
        if (FuzzSettings.ReportPath is { } path)
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report), TestContext.Current.CancellationToken);
    }

    private static async Task<string> RunAsync(int seed)
    {
        var stream = BrokenStream.Of(seed);
        try
        {
            return await FuzzRules.HoldAsync(stream.Bytes, stream.Cuts);
        }
        catch (Exception failure)
        {
            await File.WriteAllBytesAsync(Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"llmobs-fuzz-{seed}.sse")), stream.Bytes, TestContext.Current.CancellationToken);
            throw new FuzzException(seed, failure);
        }
    }

    /// <summary>A stream is read in less than a millisecond: one that is still read after so long never ends.</summary>
    private ITimer Watch()
    {
        var before = -1;
        return TimeProvider.System.CreateTimer(_ =>
        {
            var now = Volatile.Read(ref _seed);
            if (now == before)
                Environment.FailFast(string.Create(CultureInfo.InvariantCulture, $"The stream of seed {now} hangs."));
            before = now;
        }, null, Patience, Patience);
    }
}

/// <param name="Streams">How many.</param>
/// <param name="FirstSeed">The others follow it.</param>
/// <param name="PeakBytes">The greatest heap that was seen.</param>
/// <param name="AllocatedBytes">In all, runner and mutations included.</param>
/// <param name="Outcomes">How many streams came to each.</param>
public sealed record FuzzReport(int Streams, int FirstSeed, long PeakBytes, long AllocatedBytes, IReadOnlyDictionary<string, int> Outcomes);

/// <summary>A rule did not hold.</summary>
public sealed class FuzzException(int seed, Exception failure) : Exception(string.Create(CultureInfo.InvariantCulture, $"The stream of seed {seed}: {failure.Message}"), failure);
