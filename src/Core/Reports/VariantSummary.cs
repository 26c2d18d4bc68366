using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Reports;

/// <summary>The line of one variant in a comparison, for files, terminal and page alike.</summary>
public sealed record VariantSummary
{
    public required string Variant { get; init; }

    public required string Model { get; init; }

    public required string Quantization { get; init; }

    /// <summary>Over loads: a load is the replicate, its requests are not.</summary>
    public MeanInterval? DecodeTokensPerSecond { get; init; }

    /// <summary>Pooled over the speed requests that were alone.</summary>
    public Distribution? TimeToFirstTokenSeconds { get; init; }

    public MeanInterval? LoadSeconds { get; init; }

    public DataSize? FileSize { get; init; }

    public required int Requests { get; init; }

    public required int NotCompleted { get; init; }

    public string? Failure { get; init; }

    public static VariantSummary Of(VariantResult result)
    {
        var steady = result.Cases.Where(one => one is { IsWarmup: false, Pass: Pass.Speed, Concurrency: 1 }).ToList();
        var measured = result.Cases.Where(one => !one.IsWarmup).ToList();
        return new VariantSummary
        {
            Variant = result.Variant.Id,
            Model = result.Variant.Model,
            Quantization = result.Variant.Quantization,
            DecodeTokensPerSecond = MeanInterval.Of(Replicates(result)),
            TimeToFirstTokenSeconds = steady.Count == 1 ? steady[0].TimeToFirstTokenSeconds : null,
            TypicalTimeToFirstTokenSeconds = Median(steady.Select(one => one.TimeToFirstTokenSeconds?.P50).OfType<double>()),
            LoadSeconds = MeanInterval.Of(result.Loads.Where(load => !load.WasLoadedBefore).Select(load => load.LoadSeconds).OfType<double>()),
            FileSize = result.Loads.Select(load => load.Model?.FileSize).FirstOrDefault(size => size is not null) ?? result.Variant.FileSize,
            Requests = measured.Sum(one => one.Requests),
            NotCompleted = measured.Sum(one => one.Requests - one.Outcomes.GetValueOrDefault("completed")),
            Failure = result.Failure,
        };
    }

    /// <summary>The median over cases of each case's median: cases differ in prompt length, so they are not thrown together.</summary>
    public double? TypicalTimeToFirstTokenSeconds { get; init; }

    /// <summary>A model that was loaded before we came is one load, however many runs used it.</summary>
    private static IEnumerable<double> Replicates(VariantResult result) => result.Loads.GroupBy(load => load.LoadId, StringComparer.Ordinal)
        .Select(load => Distribution.Of(load.Select(run => run.MeanDecodeTokensPerSecond).OfType<double>())?.Mean).OfType<double>();

    private static double? Median(IEnumerable<double> values) => Distribution.Of(values)?.P50;
}
