using LlmObs.Results;

namespace LlmObs.Comparisons;

/// <summary>One replicate of one figure: a run in its block, by case. Loads of one run are one, and so are all runs on one load.</summary>
internal sealed record RunFigures(string Block, IReadOnlyDictionary<string, double> ByCase)
{
    /// <summary>Of complete runs only: those that have the speed of a replicate; where none has, those with the most cases.</summary>
    public static IReadOnlyList<RunFigures> Of(VariantResult result, ComparedMetric metric)
    {
        var runs = result.Loads.GroupBy(load => load.Run, StringComparer.Ordinal)
            .Select(run => (Block: BlockOf(run.Key, result.Variant.Id), Load: run.Last().LoadId ?? run.Key, IsComplete: run.Any(load => load.MeanDecodeTokensPerSecond is not null), ByCase: Merge(run.Select(metric.ByCase))))
            .GroupBy(run => run.Load, StringComparer.Ordinal)
            .Select(load => (load.First().Block, IsComplete: load.Any(run => run.IsComplete), ByCase: Merge(load.Select(run => run.ByCase))))
            .Where(run => run.ByCase.Count > 0).ToList();
        var hasComplete = runs.Exists(run => run.IsComplete);
        var most = runs.Select(run => run.ByCase.Count).DefaultIfEmpty().Max();
        return [.. runs.Where(run => metric == ComparedMetric.Load || (hasComplete ? run.IsComplete : run.ByCase.Count == most)).Select(run => new RunFigures(run.Block, run.ByCase))];
    }

    /// <summary>A run's id is its phase, block and variant.</summary>
    private static string BlockOf(string run, string variant) => run.EndsWith($"/{variant}", StringComparison.Ordinal) ? run[..^(variant.Length + 1)] : run;

    private static Dictionary<string, double> Merge(IEnumerable<IReadOnlyDictionary<string, double>> figures) => figures.SelectMany(one => one).Where(one => one.Value > 0)
        .GroupBy(one => one.Key, one => one.Value, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Average(), StringComparer.Ordinal);
}
