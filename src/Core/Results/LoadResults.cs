using LlmObs.Conditions;
using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>
/// Makes the results of a variant's loads. The value of a replicate is the mean over cases of each case's mean, over the cases that all complete
/// runs have a figure of. Rejected: the mean over all requests, which moves with the cases whose answers happened to be long enough for a figure.
/// </summary>
internal static class LoadResults
{
    /// <summary>A prompt that came to a larger share from the server's cache tells nothing about the time to first token of a new one.</summary>
    private const double MostlyCached = 0.5;

    public static IReadOnlyList<LoadResult> Of(IReadOnlyList<JournalEntry> entries, IReadOnlyList<MeasuredRequest> requests, IReadOnlyDictionary<string, JournalEntry.RunEnd> ends)
    {
        var loads = entries.OfType<JournalEntry.Load>().ToList();
        var speeds = RunSpeeds(requests);
        var lost = LostRuns.Loads(entries);
        var last = loads.Where(load => load.Failure is null).GroupBy(load => load.Run, StringComparer.Ordinal).Select(same => same.Last()).ToHashSet();
        return
        [
            .. loads.Select(load => Of(load, requests, ends.GetValueOrDefault(load.Run)) with { MeanDecodeTokensPerSecond = last.Contains(load) && speeds.TryGetValue(load.Run, out var speed) ? speed : null })
                .Zip(loads, (result, load) => load == loads.Last(other => other.Run == load.Run) ? Watched(result, load, ends.GetValueOrDefault(load.Run)) : Flagged(result, EndOf(load, entries)))
                .Zip(loads, (result, load) => result with { Changes = LoadChanges.Of(load, entries) })
                // what slowed it down slowed down no figure
                .Zip(loads, (result, load) => lost.TryGetValue(load, out var why) ? result with { Lost = why, Flags = [] } : result),
        ];
    }

    /// <summary>The one it ended with; null where its run was cut short. A run that failed and was taken up again has an end for each of its loads.</summary>
    internal static JournalEntry.RunEnd? EndOf(JournalEntry.Load load, IReadOnlyList<JournalEntry> entries) => entries
        .SkipWhile(entry => !ReferenceEquals(entry, load)).Skip(1)
        .FirstOrDefault(entry => entry.Run == load.Run && entry is (JournalEntry.Load or JournalEntry.RunEnd)) as JournalEntry.RunEnd;

    /// <summary>By run, also where a run was cut short and went on with another load: together they are one replicate.</summary>
    private static Dictionary<string, double> RunSpeeds(IReadOnlyList<MeasuredRequest> requests)
    {
        var runs = requests.Where(request => request.IsAlone).GroupBy(request => request.Entry.Run, StringComparer.Ordinal)
            .Select(run => (Run: run.Key, Cases: run.Select(request => request.Entry.Case).Distinct(StringComparer.Ordinal).Count(), Speeds: ByCase(run))).ToList();
        var complete = runs.Where(run => run.Cases == runs.Max(other => other.Cases) && run.Speeds.Count > 0).ToList();
        var shared = complete.Count == 0 ? [] : complete.Select(run => run.Speeds.Keys.AsEnumerable()).Aggregate((some, others) => some.Intersect(others, StringComparer.Ordinal)).ToList();
        return shared.Count == 0 ? [] : complete.ToDictionary(run => run.Run, run => shared.Average(name => run.Speeds[name]), StringComparer.Ordinal);
    }

    private static Dictionary<string, double> ByCase(IEnumerable<MeasuredRequest> requests) => ByCase(requests, request => request.Measurement.DecodeTokensPerSecond);

    private static Dictionary<string, double> ByCase(IEnumerable<MeasuredRequest> requests, Func<MeasuredRequest, double?> figure) => requests
        .Where(request => request.IsCompleted && figure(request) is not null)
        .GroupBy(request => request.Entry.Case, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => Distribution.Of(same.Select(request => figure(request)!.Value))!.Mean, StringComparer.Ordinal);

    private static double? NewPromptsTimeToFirstToken(MeasuredRequest request) =>
        request.Measurement.CachedPromptShare > MostlyCached ? null : request.Measurement.TimeToFirstToken?.TotalSeconds;

    private static LoadResult Of(JournalEntry.Load load, IReadOnlyList<MeasuredRequest> requests, JournalEntry.RunEnd? end)
    {
        var alone = requests.Where(request => request.IsAlone && request.Entry.LoadId == load.LoadId && request.Entry.Run == load.Run).ToList();
        return Of(load, end) with
        {
            MeasuredAt = Middle([.. alone.Select(request => request.Entry.Timeline.SentAt)]),
            MeanDecodeTokensPerSecondByCase = ByCase(alone),
            MeanTimeToFirstTokenSecondsByCase = ByCase(alone, NewPromptsTimeToFirstToken),
            MeanPrefillTokensPerSecondByCase = ByCase(alone, request => request.Measurement.PrefillTokensPerSecond),
        };
    }

    private static LoadResult Of(JournalEntry.Load load, JournalEntry.RunEnd? end) => new()
    {
        Run = load.Run,
        LoadId = load.LoadId,
        WasLoadedBefore = load.WasLoadedBefore,
        Model = load.Model,
        InstanceId = load.InstanceId,
        ContextTokens = load.ContextTokens,
        ParallelSlots = load.ParallelSlots,
        LoadSeconds = load.Failure is null ? load.LoadTime?.TotalSeconds : null,
        ReportedLoadSeconds = load.ReportedLoadTime?.TotalSeconds,
        Call = load.Call,
        ProgramSeconds = load.ProgramTime?.TotalSeconds,
        Runtime = load.Runtime ?? end?.Runtime,
        Memory = end?.Memory,
        UsedAfterUnloadBytes = end?.UsedAfterUnloadBytes,
        Failure = load.Failure,
        FailureCause = load.FailureCause,
    };

    private static DateTimeOffset? Middle(IReadOnlyList<DateTimeOffset> times) => times.Count == 0 ? null : times.Min() + (times.Max() - times.Min()) / 2;

    /// <summary>The end of a run tells of the load it ended with.</summary>
    private static LoadResult Watched(LoadResult result, JournalEntry.Load load, JournalEntry.RunEnd? end)
    {
        var share = load.WasLoadedBefore || load.Failure is not null ? null : LoadKinds.Share(end?.Conditions?.LoadDiskReadBytes, load.Model?.FileSize?.Bytes);
        return Flagged(result, end) with { Conditions = end?.Conditions, ReadFromDiskShare = share, Kind = LoadKinds.Of(share), CrossCheck = end?.CrossCheck };
    }

    /// <summary>Of a load that was cut short and ended: its requests count with the last one's, and what may have made them slower is said.</summary>
    private static LoadResult Flagged(LoadResult result, JournalEntry.RunEnd? end) => result with
    {
        Flags = [.. RunFlags.Of(end?.Conditions, end?.Clock, end?.Shared), .. end?.Disturbance is { SpoilsRequests: false } disturbance ? [disturbance.Flag] : Array.Empty<RunFlag>()],
        Disturbance = end?.Disturbance,
    };
}
