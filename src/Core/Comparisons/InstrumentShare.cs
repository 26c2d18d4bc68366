using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Comparisons;

/// <summary>
/// By how much a ratio may be off for the instrument's sake: of a decode speed both sides' largest errors together; of a time to first token the time by which both
/// are too long, held against the shorter one. A prefill speed has the error of that time. Load times are whole seconds of the server's, and no calibration is about them.
/// </summary>
internal static class InstrumentShare
{
    public static double? Of(ComparedMetric metric, VariantResult baseline, VariantResult candidate)
    {
        if (baseline.Instrument is not { } one || candidate.Instrument is not { } other || metric == ComparedMetric.Load)
            return null;
        if (metric == ComparedMetric.Decode)
            return one.DecodeShare + other.DecodeShare;
        var shortest = new[] { baseline, candidate }.SelectMany(result => result.Cases).Where(one => one is { IsWarmup: false, Pass: Pass.Speed, Concurrency: 1 })
            .Select(one => one.Of(Metrics.TimeToFirstToken)?.P50).Where(seconds => seconds > 0).Min();
        return shortest is { } seconds ? Math.Max(one.TimeToFirstTokenSeconds, other.TimeToFirstTokenSeconds) / seconds : null;
    }
}
