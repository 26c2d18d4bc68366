using System.Text.Json.Serialization;
using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>
/// The memory that one load took: the most that was used until the model was taken out, over what was used right before it.
/// Of the whole machine it leaves out weights in mapped files on Linux, which the system counts as available; of the server's processes it has them.
/// What a graphics driver holds is the other way round: so the headline is the larger of the two.
/// </summary>
public sealed record RunMemory
{
    /// <summary>
    /// The least of so many samples right before the load is the machine's own use: one of them is wholly after what went before. Rejected: the least of the whole
    /// <see cref="BaselineTime"/>, by which a model that somebody else brought into memory meanwhile would be the run's own.
    /// </summary>
    private const int BaselineSamples = 2;

    /// <summary>How long before a load samples are looked at.</summary>
    public static TimeSpan BaselineTime { get; } = TimeSpan.FromSeconds(10);

    public required long BaselineBytes { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>Over the time from the load on; null in results from before it was kept.</summary>
    public long? MeanBytes { get; init; }

    /// <summary>Samples from the load on.</summary>
    public required int Samples { get; init; }

    /// <summary>Who saw it.</summary>
    public required string Source { get; init; }

    [JsonIgnore]
    public long OverBaselineBytes => PeakBytes - BaselineBytes;

    /// <summary>
    /// When no more than this is used after unloading, the memory has come back: a twentieth of what the load took may stay, or 1 GiB,
    /// since a server keeps buffers and other programs go on.
    /// </summary>
    [JsonIgnore]
    public long ReturnedBelowBytes => BaselineBytes + Math.Max(1L << 30, OverBaselineBytes / 20);

    /// <summary>Of the whole machine. Null where a sample is missing before the load or after it.</summary>
    /// <param name="samples">From <see cref="BaselineTime"/> before the load to the end of the run.</param>
    /// <param name="loadBegan">Parts them.</param>
    /// <param name="source">Who took them.</param>
    public static RunMemory? Of(IReadOnlyList<HostSample> samples, DateTimeOffset loadBegan, string source) => Of(samples, loadBegan, source, sample => sample.MemoryUsedBytes);

    /// <summary>The one that took more; null where neither is known.</summary>
    public static RunMemory? Larger(RunMemory? machine, RunMemory? server) => machine is null || server?.OverBaselineBytes > machine.OverBaselineBytes ? server : machine;

    /// <summary>The same of the server that listens on a port, with its descendants: resident memory on Linux, the physical footprint on macOS.</summary>
    public static RunMemory? OfServer(IReadOnlyList<HostSample> samples, DateTimeOffset loadBegan, string source, int port) =>
        Of(samples, loadBegan, source, sample => sample.Servers.TryGetValue(port, out var server) ? Used(server) : null);

    private static RunMemory? Of(IReadOnlyList<HostSample> samples, DateTimeOffset loadBegan, string source, Func<HostSample, long?> used)
    {
        var readings = Reading.Of(samples, sample => used(sample));
        var known = readings.ToLookup(reading => reading.At < loadBegan);
        if (!known[true].Any() || !known[false].Any())
            return null;
        var run = new Period(loadBegan, readings[^1].At);
        var mean = Integral.OfRate(readings, run, Gaps.Longest([.. samples.Select(sample => sample.At)])).Mean ?? known[false].Average(reading => reading.Value);
        return new RunMemory
        {
            BaselineBytes = (long)known[true].TakeLast(BaselineSamples).Min(reading => reading.Value),
            PeakBytes = (long)known[false].Max(reading => reading.Value),
            MeanBytes = (long)mean,
            Samples = known[false].Count(),
            Source = source,
        };
    }

    private static long? Used(ServerMemory server) => server is { AnonymousBytes: null, FileBytes: null }
        ? server.FootprintBytes
        : (server.AnonymousBytes ?? 0) + (server.FileBytes ?? 0);
}
