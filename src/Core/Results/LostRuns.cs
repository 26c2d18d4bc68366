using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>
/// A run without one measurement, because of what befell it from outside – the machine slept, its model was replaced in memory –, is no replicate: on resume it is loaded
/// and measured once more. A pure function of the journal, where all stays as it was seen. Rejected: making a single lost request again where others of its run count,
/// for it would come from another load than they; and a third time, for what happens twice is how that machine is used.
/// </summary>
public static class LostRuns
{
    /// <param name="entries">In order; of one variant or of several.</param>
    /// <returns>Those that are to be repeated and have not been, by their run.</returns>
    public static ILookup<string, JournalEntry.Request> ToRepeat(IReadOnlyList<JournalEntry> entries) => SpoiltRequests.AsFailed(entries)
        .Where(request => !request.IsWarmup)
        .GroupBy(request => request.Run, StringComparer.Ordinal)
        .SelectMany(run => Lost([.. run.GroupBy(request => request.Id, StringComparer.Ordinal)]))
        .ToLookup(request => request.Run, StringComparer.Ordinal);

    /// <summary>What figures and counts are made of: a lost request that was made again is left out.</summary>
    public static IEnumerable<JournalEntry.Request> Counted(IReadOnlyList<JournalEntry> entries)
    {
        var (all, again) = Made(entries);
        return all.Where(request => !again(request));
    }

    /// <summary>The loads whose requests were lost and made again since, each with the reason.</summary>
    internal static IReadOnlyDictionary<JournalEntry.Load, string?> Loads(IReadOnlyList<JournalEntry> entries)
    {
        var (all, again) = Made(entries);
        var current = new Dictionary<string, JournalEntry.Load>(StringComparer.Ordinal);
        var lost = new Dictionary<JournalEntry.Load, string?>(ReferenceEqualityComparer.Instance);
        var count = 0;
        foreach (var entry in entries)
        {
            if (entry is JournalEntry.Load load)
                current[load.Run] = load;
            else if (entry is JournalEntry.Request && all[count++] is var request && again(request) && current.TryGetValue(request.Run, out var its))
                lost.TryAdd(its, request.Outcome.Reason);
        }
        return lost;
    }

    private static (List<JournalEntry.Request> All, Func<JournalEntry.Request, bool> IsMadeAgain) Made(IReadOnlyList<JournalEntry> entries)
    {
        var all = SpoiltRequests.AsFailed(entries).ToList();
        var last = all.GroupBy(request => request.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
        return (all, request => !request.IsWarmup && IsToMakeAgain(request) && !ReferenceEquals(last[request.Id], request));
    }

    /// <summary>Judged by the first time each was made: a repetition that is cut short is gone on with.</summary>
    private static IEnumerable<JournalEntry.Request> Lost(List<IGrouping<string, JournalEntry.Request>> run)
    {
        var first = run.Select(same => same.First()).ToList();
        var speed = first.Where(request => request.Pass == Pass.Speed).ToList();
        var replicate = speed.Count > 0 ? speed : first;
        var isLost = replicate.Exists(IsLost) && !replicate.Exists(request => request.Outcome is RequestOutcome.Completed);
        return isLost ? run.Where(same => same.Count() == 1 && IsToMakeAgain(same.First())).Select(same => same.First()) : [];
    }

    /// <summary>Of a lost run also what was not sent: an open loop with holes offers less load.</summary>
    private static bool IsToMakeAgain(JournalEntry.Request request) => IsLost(request) || request.Outcome is RequestOutcome.Unsent;

    private static bool IsLost(JournalEntry.Request request) => request.Outcome.Code is SpoiltRequests.Code or OutcomeCodes.Slept;
}
