using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Statistics;

namespace LlmObs.Imports;

/// <summary>Sums up imported requests by their prompt, in the figures' own names.</summary>
internal static class ImportedCases
{
    public static IReadOnlyList<ImportedCase> Of(IReadOnlyList<ImportedRequest> requests) => [.. requests.GroupBy(request => (request.Name, request.Prompt, request.MaxTokens)).Select(same => Of([.. same]))];

    private static ImportedCase Of(List<ImportedRequest> requests)
    {
        var (known, match) = KnownPrompts.Find(requests[0].Prompt, StandardCases.All);
        return new ImportedCase
        {
            Case = known?.Id,
            Match = match,
            Name = requests[0].Name,
            Category = requests[0].Category,
            Prompt = requests[0].Prompt,
            MaxTokens = requests[0].MaxTokens,
            Requests = requests.Count,
            Figures = Metrics.All.ToDictionary(metric => metric.Name, metric => Figure(requests, metric), StringComparer.Ordinal),
        };
    }

    private static Distribution? Figure(List<ImportedRequest> requests, Metric metric) => Value(metric) is { } value ? Distribution.Of(requests.Where(request => request.Succeeded is not false).Select(value).OfType<double>()) : null;

    /// <summary>Null for what no such file can know.</summary>
    private static Func<ImportedRequest, double?>? Value(Metric metric)
    {
        if (metric == Metrics.Duration)
            return request => request.DurationSeconds;
        if (metric == Metrics.OutputTokens)
            return request => request.OutputTokens;
        if (metric == Metrics.OutputThroughput)
            return request => request.DurationSeconds > 0 ? request.OutputTokens / request.DurationSeconds : null;
        if (metric == Metrics.ReportedTimeToFirstToken)
            return request => request.ReportedTimeToFirstTokenSeconds;
        return metric == Metrics.ReportedSpeed ? request => request.ReportedTokensPerSecond : null;
    }
}
