using LlmObs.Statistics;

namespace LlmObs.Comparisons;

/// <summary>All declared pairs in one figure, on one fit: the spread is pooled over all that was measured, and Holm's correction is over these pairs.</summary>
public sealed record MetricComparison
{
    public required ComparedMetric Metric { get; init; }

    public required IReadOnlyList<ComparedPair> Pairs { get; init; }

    /// <summary>One variant scatters more than the others: then the pooled spread is not its own. Null where nothing speaks for it.</summary>
    public UnequalSpread? UnequalSpread { get; init; }

    /// <summary>From load to load, as a share, pooled; null where it is not known.</summary>
    public double? ResidualSd { get; init; }

    internal static MetricComparison Of(ComparedMetric metric, IReadOnlyList<DeclaredPair> pairs)
    {
        var samples = Samples.Of(metric, pairs);
        var fit = TwoWayFit.Of(samples.Replicates);
        var known = pairs.Where(pair => samples.WhyNot(pair) is null).ToList();
        var verdicts = fit is null ? [] : known.Zip(PairComparison.All(fit, [.. known.Select(pair => (pair.BaselineLabel, pair.CandidateLabel))])).ToDictionary(one => one.First, one => one.Second);
        return new MetricComparison
        {
            Metric = metric,
            Pairs = [.. pairs.Select(pair => Of(metric, pair, samples, fit, verdicts.GetValueOrDefault(pair)))],
            UnequalSpread = fit is null ? null : UnequalSpread.Of(fit),
            ResidualSd = fit?.ResidualSd,
        };
    }

    private static ComparedPair Of(ComparedMetric metric, DeclaredPair pair, Samples samples, TwoWayFit? fit, PairComparison? compared)
    {
        var one = new ComparedPair
        {
            Model = pair.Baseline.Model,
            Baseline = pair.Baseline.Variant,
            Candidate = pair.Candidate.Variant,
            BaselineLoads = samples.Loads(pair.BaselineLabel),
            CandidateLoads = samples.Loads(pair.CandidateLabel),
            Cases = samples.Cases(pair),
        };
        if (compared?.Contrast is not { } contrast)
            return one with { WhyNot = samples.WhyNot(pair) ?? "no block has both, and no chain of blocks ties them together" };
        var (ratio, interval) = metric.IsHigherBetter ? (contrast.Ratio, contrast.Interval) : (1 / contrast.Ratio, Turned(contrast.Interval));
        var share = InstrumentShare.Of(metric, pair.Baseline.Result, pair.Candidate.Result);
        var isWithin = compared.Verdict is Verdict.Faster or Verdict.Slower && Math.Abs(ratio - 1) <= share;
        return one with
        {
            Ratio = ratio,
            Interval = interval,
            InstrumentShare = share,
            IsWithinInstrumentError = isWithin,
            Verdict = isWithin ? Verdict.Undecided : compared.Verdict,
            MoreToDecide = compared.Verdict == Verdict.Undecided && fit!.ResidualSd is { } sd ? More(contrast.LogRatio, sd, fit.Variants, Math.Min(one.BaselineLoads, one.CandidateLoads)) : null,
        };
    }

    private static (double Lower, double Upper)? Turned((double Lower, double Upper)? interval) => interval is { } of ? (1 / of.Upper, 1 / of.Lower) : null;

    private static int? More(double logRatio, double sd, int variants, int present) => BlocksToDecide.Of(logRatio, sd, variants, present) is { } needed ? needed - present : null;
}
