namespace LlmObs.Statistics;

/// <summary>A declared pair with the word that its evidence bears.</summary>
public sealed record PairComparison
{
    /// <summary>Differences under 3 % are of no use to anybody choosing a quant, and loads differ by as much.</summary>
    public const double EquivalenceMargin = 0.03;

    /// <summary>The chance, over all declared pairs together, of a wrong "faster" or "slower".</summary>
    public const double Level = 0.05;

    public required string Baseline { get; init; }

    public required string Candidate { get; init; }

    /// <summary>Null where no chain of shared blocks ties the two together.</summary>
    public Contrast? Contrast { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Blocks in all, of the present kind, with which four campaigns out of five would decide if the ratio is what it seems; null where decided, or not with <see cref="BlocksToDecide.Most"/>.</summary>
    public int? BlocksToDecide { get; init; }

    /// <summary>
    /// All declared pairs at once: Holm's correction over them, once for differences and once for equivalences.
    /// A pair whose difference is certain and smaller than the margin is called equivalent.
    /// </summary>
    public static IReadOnlyList<PairComparison> All(TwoWayFit fit, IReadOnlyList<(string Baseline, string Candidate)> pairs)
    {
        var contrasts = pairs.Select(pair => fit.Compare(pair.Baseline, pair.Candidate)).ToList();
        var known = contrasts.Select((contrast, index) => (contrast, index)).Where(pair => pair.contrast?.StandardError is not null).ToList();
        var differences = Adjusted(known.Select(pair => pair.contrast!.DifferenceP!.Value));
        var equivalences = Adjusted(known.Select(pair => pair.contrast!.EquivalenceP(EquivalenceMargin)!.Value));
        var verdicts = known.Select((pair, rank) => (pair.index, Verdict: Of(pair.contrast!, differences[rank], equivalences[rank]))).ToDictionary(pair => pair.index, pair => pair.Verdict);
        return [.. pairs.Select((pair, index) => Of(fit, pair, contrasts[index], verdicts.GetValueOrDefault(index, Verdict.Undecided)))];
    }

    private static IReadOnlyList<double> Adjusted(IEnumerable<double> ps) => Holm.Adjust([.. ps]);

    private static PairComparison Of(TwoWayFit fit, (string Baseline, string Candidate) pair, Contrast? contrast, Verdict verdict) => new()
    {
        Baseline = pair.Baseline,
        Candidate = pair.Candidate,
        Contrast = contrast,
        Verdict = verdict,
        BlocksToDecide = verdict == Verdict.Undecided && contrast is not null && fit.ResidualSd is { } sd
            ? Statistics.BlocksToDecide.Of(contrast.LogRatio, sd, fit.Variants, fit.Blocks)
            : null,
    };

    private static Verdict Of(Contrast contrast, double difference, double equivalence)
    {
        if (equivalence < Level)
            return Verdict.Equivalent;
        if (difference >= Level)
            return Verdict.Undecided;
        return contrast.LogRatio > 0 ? Verdict.Faster : Verdict.Slower;
    }
}

/// <summary>What may be said of a candidate against its baseline.</summary>
public enum Verdict
{
    /// <summary>The evidence bears no word yet.</summary>
    Undecided,

    Faster,

    Slower,

    /// <summary>Nearer to each other than <see cref="PairComparison.EquivalenceMargin"/>.</summary>
    Equivalent,
}
