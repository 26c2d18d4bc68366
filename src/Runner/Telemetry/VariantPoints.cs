using LlmObs.Measurements;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Statistics;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>One value of a variant's gauge.</summary>
internal sealed record VariantPoint(Instrument Instrument, double Value, KeyValuePair<string, object?>[] Tags);

/// <summary>A variant's result as the points of its gauges: the figures of its report, over all cases and for each. What is unknown has no point.</summary>
internal static class VariantPoints
{
    public static IReadOnlyList<VariantPoint> Of(VariantResult result)
    {
        var summary = VariantSummary.Of(result);
        KeyValuePair<string, object?>[] tags = [.. VariantTags.Of(result.Variant, result.IsSimulated), new(Attributes.Bits, VariantTags.Bits(result.Variant.Quantization))];
        return
        [
            .. Whole(result, summary, tags),
            .. Speeds(VariantSummary.Replicates(result, load => load.MeanDecodeTokensPerSecond), In(tags, VariantInstruments.AllCases)),
            .. Counts(summary.TimeToFirstTokenSeconds, summary.Requests, summary.NotCompleted, In(tags, VariantInstruments.AllCases)),
            .. VariantSummary.Steady(result).SelectMany(one => Case(result, one, In(tags, one.Case))),
        ];
    }

    private static IEnumerable<VariantPoint> Whole(VariantResult result, VariantSummary summary, KeyValuePair<string, object?>[] tags)
    {
        var machine = summary.Machine;
        return Known(
            tags,
            (VariantInstruments.LoadTime, Distribution.Of(summary.LoadTimes.Values)?.P50),
            (VariantInstruments.FileSize, summary.FileSize?.Bytes),
            (VariantInstruments.PeakMemory, machine.PeakMemory?.Bytes),
            (VariantInstruments.MemoryEfficiency, summary.TokensPerSecondPerGibibyte),
            (VariantInstruments.EnergyPerToken, machine.GrossJoulesPerToken),
            (VariantInstruments.MeanPower, machine.MeanWatts),
            (VariantInstruments.MaxTemperature, machine.Hottest?.MaxCelsius),
            (VariantInstruments.FlaggedRuns, machine.IsWatched ? machine.FlaggedRuns : null),
            (VariantInstruments.MeasuredAt, result.StartedAt.ToUnixTimeSeconds()));
    }

    private static IEnumerable<VariantPoint> Case(VariantResult result, CaseResult one, KeyValuePair<string, object?>[] tags) =>
    [
        .. Speeds(VariantSummary.Replicates(result, load => load.MeanDecodeTokensPerSecondByCase.TryGetValue(one.Case, out var speed) ? speed : null), tags),
        .. Counts(one.Of(Metrics.TimeToFirstToken)?.P50, one.Requests, one.NotCompleted, tags),
    ];

    private static IEnumerable<VariantPoint> Speeds(IEnumerable<double> replicates, KeyValuePair<string, object?>[] tags)
    {
        var loads = replicates.ToList();
        var interval = MeanInterval.Of(loads);
        return Known(
            tags,
            (VariantInstruments.DecodeSpeedMedian, Distribution.Of(loads)?.P50),
            (VariantInstruments.DecodeSpeedMean, interval?.Mean),
            (VariantInstruments.DecodeSpeedLow, interval?.Mean - interval?.HalfWidth),
            (VariantInstruments.DecodeSpeedHigh, interval?.Mean + interval?.HalfWidth),
            (VariantInstruments.Loads, loads.Count));
    }

    private static IEnumerable<VariantPoint> Counts(double? timeToFirstTokenSeconds, int requests, int notCompleted, KeyValuePair<string, object?>[] tags) => Known(
        tags,
        (VariantInstruments.TimeToFirstToken, timeToFirstTokenSeconds),
        (VariantInstruments.Requests, requests),
        (VariantInstruments.NotCompleted, notCompleted));

    private static IEnumerable<VariantPoint> Known(KeyValuePair<string, object?>[] tags, params (Instrument Instrument, double? Value)[] figures) =>
        figures.Where(one => one.Value is not null).Select(one => new VariantPoint(one.Instrument, one.Value!.Value, tags));

    private static KeyValuePair<string, object?>[] In(KeyValuePair<string, object?>[] tags, string name) => [.. tags, new(Attributes.Case, name)];
}
