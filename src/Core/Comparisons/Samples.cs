using LlmObs.Measurements;
using LlmObs.Statistics;

namespace LlmObs.Comparisons;

/// <summary>
/// The replicates of all pairs in one figure: the mean over cases of its logarithm, so that no case weighs more for being longer, over the cases of which every load
/// of that model has a figure. Of a time it is the logarithm of its inverse: more is better everywhere.
/// </summary>
internal sealed class Samples
{
    private readonly Dictionary<string, IReadOnlyList<RunFigures>> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _cases = new(StringComparer.Ordinal);
    private readonly List<Replicate> _replicates = [];
    private readonly ComparedMetric _metric;

    private Samples(ComparedMetric metric) => _metric = metric;

    public IReadOnlyList<Replicate> Replicates => _replicates;

    public static Samples Of(ComparedMetric metric, IReadOnlyList<DeclaredPair> pairs)
    {
        var samples = new Samples(metric);
        foreach (var pair in pairs)
        {
            samples._runs[pair.BaselineLabel] = RunFigures.Of(pair.Baseline.Result, metric);
            samples._runs[pair.CandidateLabel] = RunFigures.Of(pair.Candidate.Result, metric);
        }
        foreach (var model in pairs.GroupBy(pair => pair.Baseline.Model, StringComparer.Ordinal))
            samples._cases[model.Key] = samples.Shared([.. model.SelectMany(pair => new[] { pair.BaselineLabel, pair.CandidateLabel }).Distinct(StringComparer.Ordinal)]);
        var seen = new HashSet<(string Label, string Block)>();
        foreach (var pair in pairs)
        {
            foreach (var label in new[] { pair.BaselineLabel, pair.CandidateLabel }.Where(label => seen.Add((label, pair.SharesBlocks ? "" : pair.Block("")))))
                samples._replicates.AddRange(samples.Of(label, pair));
        }
        return samples;
    }

    public int Loads(string label) => _replicates.Count(replicate => replicate.Variant == label);

    public IReadOnlyList<string> Cases(DeclaredPair pair) => _cases[pair.Baseline.Model];

    /// <summary>Null where both sides have replicates.</summary>
    public string? WhyNot(DeclaredPair pair)
    {
        foreach (var (label, side) in new[] { (pair.BaselineLabel, pair.Baseline), (pair.CandidateLabel, pair.Candidate) })
        {
            if (_runs[label].Count == 0)
                return $"{side.Variant} has none: {Absence(side)}";
        }
        if (Cases(pair).Count == 0)
            return "no case has a figure in every load of both";
        return Loads(pair.BaselineLabel) * Loads(pair.CandidateLabel) == 0 ? $"not both were loaded {Cases(pair)[0]}, as most were" : null;
    }

    private string Absence(ComparedResult side)
    {
        var isEstimated = side.Result.Cases.Any(one => one.Of(Metrics.EstimatedDecodeSpeed) is not null) && side.Result.Cases.All(one => one.Of(Metrics.DecodeSpeed) is null);
        return _metric switch
        {
            _ when _metric == ComparedMetric.Decode && isEstimated => "its server counts no tokens, so its speed is estimated, and estimates are never compared",
            _ when _metric == ComparedMetric.Decode => "its answers are too short for a speed (32 tokens and 0.25 s), or none completed",
            _ when _metric == ComparedMetric.Prefill => "its prompts are too short for one (512 tokens), or its file is older than this figure: name its session's folder",
            _ when _metric == ComparedMetric.Load => "whether its weights came from the disk or from the page cache is not known",
            _ => "no request completed, or its file is older than this figure: name its session's folder",
        };
    }

    private IReadOnlyList<string> Shared(IReadOnlyList<string> labels)
    {
        var sets = labels.SelectMany(label => _runs[label]).Select(run => run.ByCase.Keys).ToList();
        if (sets.Count == 0)
            return [];
        return _metric == ComparedMetric.Load
            ? [.. sets.SelectMany(set => set).CountBy(kind => kind, StringComparer.Ordinal).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).Take(1).Select(kind => kind.Key)]
            : [.. sets.Select(set => set.AsEnumerable()).Aggregate((some, others) => some.Intersect(others, StringComparer.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<Replicate> Of(string label, DeclaredPair pair)
    {
        var cases = Cases(pair);
        return cases.Count == 0 ? [] : _runs[label].Where(run => cases.All(run.ByCase.ContainsKey))
            .Select(run => new Replicate(label, pair.Block(run.Block), (_metric.IsHigherBetter ? 1 : -1) * cases.Average(name => Math.Log(run.ByCase[name]))));
    }
}
