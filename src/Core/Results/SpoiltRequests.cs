using LlmObs.Measurements;

namespace LlmObs.Results;

/// <summary>
/// Requests of a load that was replaced or doubled in the middle count as failed, however well they ended. A pure function of the journal, where they stay as they
/// were seen. Rejected: keeping those before the first slow one, for a reload need not be slow, and a slow answer need not be a reload.
/// </summary>
public static class SpoiltRequests
{
    /// <summary>The outcome's code.</summary>
    public const string Code = "replaced-model";

    /// <param name="entries">In order; of one variant or of several.</param>
    public static IEnumerable<JournalEntry.Request> AsFailed(IReadOnlyList<JournalEntry> entries)
    {
        var reasons = Reasons(entries);
        return entries.OfType<JournalEntry.Request>().Select(request => reasons.TryGetValue(request, out var reason) && request.Outcome is RequestOutcome.Completed
            ? request with { Outcome = new RequestOutcome.Failed { Code = Code, Reason = reason } }
            : request);
    }

    private static Dictionary<JournalEntry.Request, string> Reasons(IReadOnlyList<JournalEntry> entries)
    {
        var reasons = new Dictionary<JournalEntry.Request, string>(ReferenceEqualityComparer.Instance);
        foreach (var run in entries.GroupBy(entry => entry.Run, StringComparer.Ordinal))
        {
            var ofLoad = new List<JournalEntry.Request>();
            foreach (var entry in run)
            {
                if (entry is JournalEntry.Request request)
                    ofLoad.Add(request);
                else if (entry is JournalEntry.RunEnd { Disturbance: { SpoilsRequests: true } disturbance })
                    ofLoad.ForEach(one => reasons[one] = disturbance.Reason);
                else if (entry is JournalEntry.Load)
                    ofLoad.Clear();
            }
        }
        return reasons;
    }
}
