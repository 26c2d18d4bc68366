using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>
/// Makes the results of a variant's loads. The value of a replicate is the mean over cases of each case's mean, over the cases that all complete
/// runs have a figure of. Rejected: the mean over all requests, which moves with the cases whose answers happened to be long enough for a figure.
/// </summary>
internal static class LoadResults
{
    public static IReadOnlyList<LoadResult> Of(IReadOnlyList<JournalEntry> entries, IReadOnlyList<MeasuredRequest> requests, IReadOnlyDictionary<string, JournalEntry.RunEnd> ends)
    {
        var loads = entries.OfType<JournalEntry.Load>().ToList();
        var speeds = RunSpeeds(requests);
        var last = loads.Where(load => load.Failure is null).GroupBy(load => load.Run, StringComparer.Ordinal).Select(same => same.Last()).ToHashSet();
        return [.. loads.Select(load => Of(load, requests, ends.GetValueOrDefault(load.Run)) with { MeanDecodeTokensPerSecond = last.Contains(load) && speeds.TryGetValue(load.Run, out var speed) ? speed : null })];
    }

    /// <summary>By run, also where a run was cut short and went on with another load: together they are one replicate.</summary>
    private static Dictionary<string, double> RunSpeeds(IReadOnlyList<MeasuredRequest> requests)
    {
        var runs = requests.Where(request => request.IsAlone).GroupBy(request => request.Entry.Run, StringComparer.Ordinal)
            .Select(run => (Run: run.Key, Cases: run.Select(request => request.Entry.Case).Distinct(StringComparer.Ordinal).Count(), Speeds: ByCase(run))).ToList();
        var complete = runs.Where(run => run.Cases == runs.Max(other => other.Cases) && run.Speeds.Count > 0).ToList();
        var shared = complete.Count == 0 ? [] : complete.Select(run => run.Speeds.Keys.AsEnumerable()).Aggregate((some, others) => some.Intersect(others, StringComparer.Ordinal)).ToList();
        return shared.Count == 0 ? [] : complete.ToDictionary(run => run.Run, run => shared.Average(name => run.Speeds[name]), StringComparer.Ordinal);
    }

    private static Dictionary<string, double> ByCase(IEnumerable<MeasuredRequest> requests) => requests
        .Where(request => request is { IsCompleted: true, Measurement.DecodeTokensPerSecond: not null })
        .GroupBy(request => request.Entry.Case, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => Distribution.Of(same.Select(request => request.Measurement.DecodeTokensPerSecond!.Value))!.Mean, StringComparer.Ordinal);

    private static LoadResult Of(JournalEntry.Load load, IReadOnlyList<MeasuredRequest> requests, JournalEntry.RunEnd? end) => new()
    {
        Run = load.Run,
        LoadId = load.LoadId,
        WasLoadedBefore = load.WasLoadedBefore,
        Model = load.Model,
        InstanceId = load.InstanceId,
        ContextTokens = load.ContextTokens,
        LoadSeconds = load.Failure is null ? load.LoadTime?.TotalSeconds : null,
        ReportedLoadSeconds = load.ReportedLoadTime?.TotalSeconds,
        Runtime = load.Runtime ?? end?.Runtime,
        Memory = end?.Memory,
        MeanDecodeTokensPerSecondByCase = ByCase(requests.Where(request => request.IsAlone && request.Entry.LoadId == load.LoadId && request.Entry.Run == load.Run)),
        Failure = load.Failure,
        FailureCause = load.FailureCause,
    };
}
