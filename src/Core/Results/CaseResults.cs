using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>Sums up the requests of one case, pass and concurrency. Only completed ones give figures; all are counted.</summary>
internal static class CaseResults
{
    /// <param name="plan">For the case's category.</param>
    /// <param name="requests">Of one key.</param>
    /// <param name="resolution">Seconds of one tick of the monotonic clock.</param>
    public static CaseResult Of(Plan plan, IReadOnlyList<MeasuredRequest> requests, double resolution)
    {
        var first = requests[0].Entry;
        var completed = requests.Where(request => request.IsCompleted).ToList();
        return new CaseResult
        {
            Case = first.Case,
            Category = plan.Cases.FirstOrDefault(known => known.Id == first.Case)?.Category ?? "",
            Pass = first.Pass,
            IsWarmup = first.IsWarmup,
            Concurrency = first.Concurrency,
            OpenLoop = OpenLoopResult.Of(requests, resolution),
            MaxTokens = first.MaxTokens,
            Requests = requests.Count,
            Loads = requests.Select(request => request.Entry.LoadId).Distinct(StringComparer.Ordinal).Count(),
            Outcomes = Count(requests.Select(request => request.Entry.Outcome.Name)),
            FinishReasons = Count(requests.Select(request => request.Entry.Timeline.FinishReason ?? "none")),
            Answered = completed.Count(request => request.Entry.Timeline.Answer.Length > 0),
            Figures = Metrics.All.ToDictionary(metric => metric.Name, metric => Over(completed, metric), StringComparer.Ordinal),
        };
    }

    private static Distribution? Over(List<MeasuredRequest> requests, Metric metric) =>
        Distribution.Of(requests.SelectMany(request => metric.Values(request.Entry.Timeline, request.Measurement)));

    private static SortedDictionary<string, int> Count(IEnumerable<string> words) =>
        new(words.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
