namespace LlmObs.Comparisons;

/// <summary>What a comparison came to, or why it was refused: there are figures exactly where there are no refusals.</summary>
public sealed record Comparison
{
    /// <summary>Each a sentence with what to do.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>What is another between the two sides besides the variant.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public bool IsSimulated { get; init; }

    /// <summary>A side was not calibrated, so that nobody knows what of a difference is the instrument's own.</summary>
    public bool LacksCalibration { get; init; }

    /// <summary>The variants of one session against their model's baseline, and further pairs by name.</summary>
    /// <param name="results">Of the session, in the plan's order.</param>
    /// <param name="anchor">The plan's anchor variant: the baseline of its model.</param>
    /// <param name="baselines">Variants that are to be the baselines of their models instead.</param>
    /// <param name="named">Pairs besides, as baseline and candidate.</param>
    public static Comparison Within(IReadOnlyList<ComparedResult> results, string? anchor, IReadOnlyCollection<string> baselines, IReadOnlyList<(string Baseline, string Candidate)> named)
    {
        var pairs = new List<DeclaredPair>();
        foreach (var model in results.GroupBy(one => one.Model, StringComparer.Ordinal))
        {
            var baseline = model.FirstOrDefault(one => baselines.Contains(one.Variant, StringComparer.Ordinal)) ?? model.FirstOrDefault(one => one.Variant == anchor) ?? model.First();
            pairs.AddRange(model.Where(one => one != baseline).Select(one => new DeclaredPair(baseline, one, SharesBlocks: true)));
        }
        var byId = results.ToDictionary(one => one.Variant, StringComparer.Ordinal);
        var further = named.Select(pair => new DeclaredPair(byId[pair.Baseline], byId[pair.Candidate], SharesBlocks: true)).Except(pairs).ToList();
        return pairs.Count + further.Count == 0
            ? new Comparison { Refusals = ["There is one variant of each model, and nothing to compare it with. Name a second session or file."] }
            : Of([.. pairs, .. further], []);
    }

    /// <summary>One side against the other: a variant each, or those of equal name.</summary>
    public static Comparison Between(IReadOnlyList<ComparedResult> baseline, IReadOnlyList<ComparedResult> candidate)
    {
        if ((baseline, candidate) is ([var one], [var other]))
            return Of([new DeclaredPair(one, other, one.Result.Session == other.Result.Session && one.Variant != other.Variant)], []);
        var known = candidate.ToDictionary(result => result.Variant, StringComparer.Ordinal);
        var pairs = baseline.Where(result => known.ContainsKey(result.Variant)).Select(result => new DeclaredPair(result, known[result.Variant], SharesBlocks: false)).ToList();
        var paired = pairs.Select(pair => pair.Baseline.Variant).ToHashSet(StringComparer.Ordinal);
        string[] left =
        [
            .. baseline.Where(result => !paired.Contains(result.Variant)).Select(result => $"{result.Variant} is on the baseline's side only."),
            .. candidate.Where(result => !paired.Contains(result.Variant)).Select(result => $"{result.Variant} is on the candidate's side only."),
        ];
        return pairs.Count == 0 ? new Comparison { Refusals = ["No variant is on both sides. Name a file of each, to compare two variants of one model.", .. left] } : Of(pairs, left);
    }

    private static Comparison Of(IReadOnlyList<DeclaredPair> pairs, IReadOnlyList<string> left)
    {
        string[] same = [.. pairs.Where(pair => pair.BaselineLabel == pair.CandidateLabel).Select(pair => $"{pair.Baseline.Variant} would be compared with itself.")];
        string[] refusals = [.. same, .. pairs.SelectMany(pair => Comparability.Refusals(pair.Baseline, pair.Candidate)).Distinct(StringComparer.Ordinal)];
        var metrics = refusals.Length > 0 ? [] : ComparedMetric.All.Select(metric => MetricComparison.Of(metric, pairs)).ToList();
        if (refusals.Length == 0 && metrics.TrueForAll(metric => metric.Pairs.All(pair => pair.Ratio is null)))
            refusals = [.. metrics[0].Pairs.Select(pair => $"{pair.Candidate} cannot be compared with {pair.Baseline}: {pair.WhyNot}.").Distinct(StringComparer.Ordinal)];
        return new Comparison
        {
            Refusals = refusals,
            Metrics = refusals.Length > 0 ? [] : metrics,
            Differences = [.. pairs.SelectMany(pair => Comparability.Differences(pair.Baseline.Result, pair.Candidate.Result)).Distinct(StringComparer.Ordinal)],
            LeftOut = left,
            IsSimulated = pairs.Any(pair => pair.Baseline.Result.IsSimulated),
            LacksCalibration = pairs.Any(pair => pair.Baseline.Result.Instrument is null || pair.Candidate.Result.Instrument is null),
        };
    }
}
