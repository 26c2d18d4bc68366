using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Reports;

/// <summary>The line of one variant in a comparison, for files, terminal and page alike. Its figures are of requests that were alone.</summary>
public sealed record VariantSummary
{
    /// <summary>A prompt that came to a larger share from the server's cache tells nothing about the time to first token of a new one.</summary>
    public const double MostlyCached = 0.5;

    public required string Variant { get; init; }

    public required string Model { get; init; }

    /// <summary>With its format, where it has one: <c>Q4_K_M GGUF</c>.</summary>
    public required string Quantization { get; init; }

    /// <summary>Over loads: a load is the replicate, its requests are not.</summary>
    public MeanInterval? DecodeTokensPerSecond { get; init; }

    /// <summary>The share by which the token counts behind it may be off either way, at most; null without such a figure.</summary>
    public double? DecodeUncertainty { get; init; }

    /// <summary>Speed requests that were alone and not cold.</summary>
    public int SpeedRequests { get; init; }

    /// <summary>Of these, those that have a decode speed.</summary>
    public int WithDecodeSpeed { get; init; }

    /// <summary>The median over cases of each case's median: cases differ in prompt length, so they are not thrown together.</summary>
    public double? TimeToFirstTokenSeconds { get; init; }

    /// <summary>0 to 1; null where the server does not say.</summary>
    public double? LargestCachedPromptShare { get; init; }

    /// <summary>Those from the disk and those from the page cache apart.</summary>
    public required LoadTimes LoadTimes { get; init; }

    public bool WasLoadedBefore { get; init; }

    public DataSize? FileSize { get; init; }

    public required MachineSummary Machine { get; init; }

    /// <summary>Mean decode speed over peak memory in GiB: the plan's memory efficiency.</summary>
    public double? TokensPerSecondPerGibibyte => Machine.PeakMemory is { Bytes: > 0 } peak ? DecodeTokensPerSecond?.Mean / peak.Gibibytes : null;

    /// <summary>All that were measured, at every concurrency and in every pass.</summary>
    public required int Requests { get; init; }

    public required int NotCompleted { get; init; }

    public string? Failure { get; init; }

    /// <summary>Several requests at once, beside the comparison and not in it.</summary>
    public required IReadOnlyList<LevelSummary> Levels { get; init; }

    public static VariantSummary Of(VariantResult result)
    {
        var steady = Steady(result).ToList();
        var measured = result.Cases.Where(one => !one.IsWarmup).ToList();
        return new VariantSummary
        {
            Variant = result.Variant.Id,
            Model = result.Variant.Model,
            Quantization = ReportText.Quantization(result.Variant),
            DecodeTokensPerSecond = MeanInterval.Of(Replicates(result, load => load.MeanDecodeTokensPerSecond)),
            DecodeUncertainty = steady.Max(one => one.Of(Metrics.DecodeUncertainty)?.Max),
            SpeedRequests = steady.Sum(one => one.Requests),
            WithDecodeSpeed = steady.Sum(one => one.Of(Metrics.DecodeSpeed)?.N ?? 0),
            TimeToFirstTokenSeconds = Median(steady.Select(one => one.Of(Metrics.TimeToFirstToken)?.P50)),
            LargestCachedPromptShare = steady.Max(one => one.Of(Metrics.CachedPromptShare)?.Max),
            LoadTimes = LoadTimes.Of(result),
            WasLoadedBefore = result.Loads.Any(load => load.WasLoadedBefore),
            FileSize = result.Loads.Select(load => load.Model?.FileSize).FirstOrDefault(size => size is not null) ?? result.Variant.FileSize,
            Machine = MachineSummary.Of(result),
            Requests = measured.Sum(one => one.Requests),
            NotCompleted = measured.Sum(one => one.NotCompleted),
            Failure = result.Failure,
            Levels = [.. LevelSummary.Of(result)],
        };
    }

    /// <summary>The speed requests that were alone and not cold.</summary>
    public static IEnumerable<CaseResult> Steady(VariantResult result) => result.Cases.Where(one => one is { IsWarmup: false, Pass: Pass.Speed, Concurrency: 1 });

    internal static double? Median(IEnumerable<double?> values) => Distribution.Of(values.OfType<double>())?.P50;

    /// <summary>One value a load. A model that was loaded before we came is one load, however many runs used it.</summary>
    public static IEnumerable<double> Replicates(VariantResult result, Func<LoadResult, double?> value) => result.Loads.GroupBy(load => load.LoadId, StringComparer.Ordinal)
        .Select(load => Distribution.Of(load.Select(value).OfType<double>())?.Mean).OfType<double>();
}

/// <summary>What one of several requests under way at once gets.</summary>
/// <param name="DecodeTokensPerSecond">Of one request: the mean over cases of each case's mean.</param>
/// <param name="TimeToFirstTokenSeconds">The median over cases of each case's median.</param>
public sealed record LevelSummary(int Concurrency, double? DecodeTokensPerSecond, double? TimeToFirstTokenSeconds)
{
    internal static IEnumerable<LevelSummary> Of(VariantResult result) => result.Cases
        .Where(one => one is { IsWarmup: false, Pass: Pass.Speed, Concurrency: > 1 })
        .GroupBy(one => one.Concurrency)
        .OrderBy(level => level.Key)
        .Select(level => new LevelSummary(
            level.Key,
            Distribution.Of(level.Select(one => one.Of(Metrics.DecodeSpeed)?.Mean).OfType<double>())?.Mean,
            VariantSummary.Median(level.Select(one => one.Of(Metrics.TimeToFirstToken)?.P50))));
}
