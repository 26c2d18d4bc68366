using LlmObs.Conditions;
using LlmObs.Results;

namespace LlmObs.Comparisons;

/// <summary>A figure that variants are compared by, with the direction of better.</summary>
public sealed record ComparedMetric
{
    /// <summary>The only case of a figure that has none.</summary>
    private const string Whole = "";

    /// <summary>Stable, for scripts and <c>--fail-if</c>: decode, ttft, prefill, load.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>A speed, or a time.</summary>
    public required bool IsHigherBetter { get; init; }

    /// <summary>Means of one load by case.</summary>
    public required Func<LoadResult, IReadOnlyDictionary<string, double>> ByCase { get; init; }

    public static ComparedMetric Decode { get; } = new() { Name = "decode", Title = "Decode speed", IsHigherBetter = true, ByCase = load => load.MeanDecodeTokensPerSecondByCase };

    public static ComparedMetric TimeToFirstToken { get; } = new() { Name = "ttft", Title = "Time to first token", IsHigherBetter = false, ByCase = load => load.MeanTimeToFirstTokenSecondsByCase };

    public static ComparedMetric Prefill { get; } = new() { Name = "prefill", Title = "Prefill speed", IsHigherBetter = true, ByCase = load => load.MeanPrefillTokensPerSecondByCase };

    public static ComparedMetric Load { get; } = new() { Name = "load", Title = "Load time", IsHigherBetter = false, ByCase = LoadTime };

    /// <summary>The first is what variants are chosen by.</summary>
    public static IReadOnlyList<ComparedMetric> All { get; } = [Decode, TimeToFirstToken, Prefill, Load];

    /// <summary>Weights from a disk and weights from the page cache are two figures; of unknown kind a time is neither.</summary>
    private static Dictionary<string, double> LoadTime(LoadResult load) => load is { LoadSeconds: > 0 and var seconds, Kind: LoadKind.First or LoadKind.Cached, WasLoadedBefore: false }
        ? new(StringComparer.Ordinal) { [load.Kind == LoadKind.Cached ? "from the page cache" : "from the disk"] = seconds }
        : new(StringComparer.Ordinal);
}
