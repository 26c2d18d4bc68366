using LlmObs.Results;
using LlmObs.Statistics;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>
/// The first request after a load waits for weights, kernels and caches. Where no warm-up took that on itself, it is in every average.
/// Seen by its time against the others': a quarter longer than the line through them says, and three times their scatter. A first request that is no slower is silent.
/// </summary>
internal sealed class ColdRequestsAveraged : IFindingRule
{
    private const double LongerBy = 0.25;
    private const double LeastSeconds = 0.05;
    private const int Scatters = 3;

    public string Code => "cold-requests-averaged";

    public Finding? Judge(Evidence evidence)
    {
        var warm = evidence.Warm.Where(request => request is { Tokens: > 0, Seconds: not null }).ToList();
        var line = LineFit.Of([.. warm.Select(request => ((double)request.Tokens!.Value, request.Seconds!.Value))]);
        var cold = evidence.FirstAndCounted.Where(request => request is { Tokens: > 0, Seconds: not null } && IsComparable(request, warm))
            .Select(request => (Request: request, Usual: Usual(request, warm, line))).Where(one => IsCold(one.Request, one.Usual, line)).ToList();
        return cold.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = evidence.IsImported
                ? Invariant($"The first request took {cold.Max(one => one.Request.Seconds / one.Usual):0.0} times as long as the later ones say it should, as a cold one does, and is in the averages; whether it came right after a load the file does not say.")
                : Invariant($"After {cold.Count} of {evidence.Requests.Select(request => request.Load).Distinct(StringComparer.Ordinal).Count()} loads the first request was cold and is in the averages: up to {cold.Max(one => one.Request.Seconds / one.Usual):0.0} times as long as a warm one."),
            Seen = [.. cold.Select(one => new Sighting(one.Request.Id, Invariant($"{one.Request.Seconds:0.00} s for {one.Request.Tokens} tokens; the warm ones say {one.Usual:0.00} s{Average(evidence, one.Request)}")))],
            Remedy = "Leave the first request after each load out of the average, or send warm-ups (settings.warmups); tell the cold time apart.",
        };
    }

    /// <summary>A much longer prompt takes longer to read, cold or not.</summary>
    private static bool IsComparable(RequestSeen request, List<RequestSeen> warm) =>
        warm.Count > 0 && (request.PromptTokens is null || request.PromptTokens <= 2 * warm.Max(other => other.PromptTokens ?? request.PromptTokens));

    private static double? Usual(RequestSeen request, List<RequestSeen> warm, LineFit? line)
    {
        var same = warm.Where(other => other.Case == request.Case && Math.Abs(other.Tokens!.Value - request.Tokens!.Value) <= request.Tokens / 10.0).ToList();
        return line?.At(request.Tokens!.Value) ?? Distribution.Of(same.Select(other => other.Seconds!.Value))?.P50;
    }

    private static bool IsCold(RequestSeen request, double? usual, LineFit? line) =>
        usual > 0 && request.Seconds - usual > Math.Max(LongerBy * usual.Value, Math.Max(LeastSeconds, Scatters * (line?.ResidualSd ?? 0)));

    private static string Average(Evidence evidence, RequestSeen cold)
    {
        var others = evidence.Counted.Where(request => request.Id != cold.Id).Select(request => request.ClaimedTokensPerSecond).OfType<double>().ToList();
        return evidence.ClaimedTokensPerSecond is { } claim && others.Count > 0 ? Invariant($"; the average is {claim:0.0} tok/s with it and {others.Average():0.0} without") : "";
    }
}
