using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>Makes a variant's stability from its requests and loads, and that of a whole session from its variants.</summary>
public static class StabilityResults
{
    private const int LeastLoadsForDrift = 3;

    internal static Stability Of(IReadOnlyList<MeasuredRequest> requests, IReadOnlyList<LoadResult> loads)
    {
        var alone = requests.Where(request => request is { IsAlone: true, IsCompleted: true, Measurement.DecodeTokensPerSecond: > 0 }).OrderBy(request => request.Entry.Timeline.SentAt)
            .Select(request => (Load: Load(request), Group: $"{Load(request)}|{request.Entry.Case}", LogSpeed: Math.Log(request.Measurement.DecodeTokensPerSecond!.Value))).ToList();
        var ordered = alone.GroupBy(one => one.Load, StringComparer.Ordinal).SelectMany(load => load.Select((one, place) => (one.Group, X: (double)place, Y: one.LogSpeed)));
        var means = Means(loads);
        return new Stability
        {
            WithinLoad = PooledSpread.Of(alone.Select(one => (one.Group, one.LogSpeed))),
            DriftWithinLoad = PooledSlope.Of(ordered),
            BetweenLoads = PooledSpread.Of(means.Select(mean => ("", mean.LogSpeed))),
            DriftOverTime = means.Count < LeastLoadsForDrift ? null : PooledSlope.Of(means.Select(mean => ("", mean.Hours, mean.LogSpeed))),
        };
    }

    /// <summary>One slope over all variants, each at its own level: what the machine does shows in all of them, and together they have far more evidence.</summary>
    public static PooledSlope? DriftOf(IEnumerable<VariantResult> results)
    {
        var points = results.SelectMany(result => Means(result.Loads).Select(mean => (result.Variant.Id, mean.Hours, mean.LogSpeed))).ToList();
        return points.Count < LeastLoadsForDrift ? null : PooledSlope.Of(points);
    }

    /// <summary>One value a load; what was loaded before we came is one load, however many runs used it.</summary>
    private static List<(double Hours, double LogSpeed)> Means(IReadOnlyList<LoadResult> loads) =>
        [.. loads.Where(load => load is { MeanDecodeTokensPerSecond: > 0, MeasuredAt: not null }).GroupBy(load => load.LoadId, StringComparer.Ordinal)
            .Select(same => (same.Average(load => (load.MeasuredAt!.Value - DateTimeOffset.UnixEpoch).TotalHours), same.Average(load => Math.Log(load.MeanDecodeTokensPerSecond!.Value))))];

    private static string Load(MeasuredRequest request) => $"{request.Entry.Run}|{request.Entry.LoadId}";
}
