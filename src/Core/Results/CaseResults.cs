using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>Sums up the requests of one case, pass and concurrency. Only completed ones give figures; all are counted.</summary>
internal static class CaseResults
{
    public static CaseResult Of(Plan plan, IReadOnlyList<MeasuredRequest> requests)
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
            MaxTokens = first.MaxTokens,
            Requests = requests.Count,
            Loads = requests.Select(request => request.Entry.LoadId).Distinct(StringComparer.Ordinal).Count(),
            Outcomes = Count(requests.Select(request => request.Entry.Outcome.Name)),
            FinishReasons = Count(requests.Select(request => request.Entry.Timeline.FinishReason ?? "none")),
            Answered = completed.Count(request => request.Entry.Timeline.Answer.Length > 0),
            TimeToFirstTokenSeconds = Times(completed, figures => figures.TimeToFirstToken),
            TimeToFirstAnswerSeconds = Times(completed, figures => figures.TimeToFirstAnswer),
            DecodeTokensPerSecond = Of(completed, figures => figures.DecodeTokensPerSecond),
            EstimatedDecodeTokensPerSecond = Of(completed, figures => figures.EstimatedDecodeTokensPerSecond),
            ReportedTokensPerSecond = Distribution.Of(completed.Select(request => request.Entry.Timeline.Timings?.TokensPerSecond).OfType<double>()),
            OutputTokensPerSecond = Of(completed, figures => figures.OutputTokensPerSecond),
            PrefillTokensPerSecond = Of(completed, figures => figures.PrefillTokensPerSecond),
            TimeToCompleteAnswerSeconds = Times(completed, figures => figures.TimeToCompleteAnswer),
            AnswerBytesPerSecond = Of(completed, figures => figures.AnswerBytesPerSecond),
            InterChunkLatencySeconds = Distribution.Of(completed.SelectMany(request => request.Measurement.InterChunkLatencies).Select(gap => gap.TotalSeconds)),
            DurationSeconds = Times(completed, figures => figures.Duration),
            OutputTokens = Of(completed, figures => figures.OutputTokens),
            LargestCachedPromptShare = completed.Max(request => request.Measurement.CachedPromptShare),
            LargestDecodeUncertainty = completed.Max(request => request.Measurement.DecodeUncertainty),
        };
    }

    private static Distribution? Of(List<MeasuredRequest> requests, Func<RequestMeasurement, double?> figure) =>
        Distribution.Of(requests.Select(request => figure(request.Measurement)).OfType<double>());

    private static Distribution? Times(List<MeasuredRequest> requests, Func<RequestMeasurement, TimeSpan?> time) =>
        Of(requests, figures => time(figures)?.TotalSeconds);

    private static SortedDictionary<string, int> Count(IEnumerable<string> words) =>
        new(words.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
