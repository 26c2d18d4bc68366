using LlmObs.Measurements;
using LlmObs.Sweeps;

namespace LlmObs.Results;

/// <summary>The attempts at one level of a sweep: which of them is the level's.</summary>
/// <param name="requests">Of the level.</param>
/// <param name="place">Where one stands: its attempt, its index in it, and how many the attempt has.</param>
/// <param name="countsRefusals">A server that refuses a request has answered what is asked of it: too much. Else a refusal is a fault that passes.</param>
internal sealed class SweepAttempts(IEnumerable<JournalEntry.SweepRequest> requests, Func<JournalEntry.SweepRequest, (int Attempt, int Index, int Requests)> place, bool countsRefusals = false)
{
    /// <summary>How often a level is measured in which a request met a fault that passes.</summary>
    private const int MostAttempts = 2;

    private readonly List<JournalEntry.SweepRequest> _requests = [.. requests];

    /// <summary>From 1.</summary>
    public int Next => _requests.Select(request => place(request).Attempt).DefaultIfEmpty().Max() + 1;

    /// <summary>
    /// The last attempt that was not cut short; one that reached no server is none. Where a fault that passes is in it the level is measured once more, and only if that
    /// meets one too it is the level's.
    /// </summary>
    public IReadOnlyList<JournalEntry.SweepRequest>? Whole()
    {
        var whole = _requests.GroupBy(request => place(request).Attempt)
            .Where(attempt => (countsRefusals || attempt.All(request => request.Timeline.End != StreamEnd.ConnectFailed)) && attempt.Count() == place(attempt.First()).Requests)
            .Select(attempt => attempt.OrderBy(request => place(request).Index).ToList()).ToList();
        return whole.LastOrDefault(attempt => !attempt.Exists(IsSpoilt)) ?? (whole.Count >= MostAttempts ? whole[^1] : null);
    }

    private bool IsSpoilt(JournalEntry.SweepRequest request) => PassingFault.Is(request.Timeline, request.Outcome) && !(countsRefusals && request.Timeline is { End: StreamEnd.HttpError, StatusCode: 429 or 503 });
}
