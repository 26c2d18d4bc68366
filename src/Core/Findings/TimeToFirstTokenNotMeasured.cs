using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>No time to first token was seen: the answer came whole, nobody looked, or the figure was made of the rate.</summary>
internal sealed class TimeToFirstTokenNotMeasured : IFindingRule
{
    /// <summary>Fewer tokens may well come in one read.</summary>
    private const int LeastTokens = 32;
    private const int LeastDerived = 3;
    private const double Equal = 0.02;

    public string Code => "ttft-not-measured";

    public Finding? Judge(Evidence evidence)
    {
        var counted = evidence.Counted.ToList();
        var whole = counted.Where(request => request is { TextReads: 1, Tokens: >= LeastTokens }).ToList();
        var derived = counted.Where(IsDerived).ToList();
        if (whole.Count > 0)
            return Found(FindingSeverity.Serious, Invariant($"{whole.Count} of {counted.Count} answers came in one piece: their time to first token is the time of all of it, and their decode speed is not known."), whole, request => Invariant($"{request.Tokens} tokens in one read after {request.FirstTextSeconds:0.000} s"));
        if (derived.Count >= LeastDerived && derived.Count == counted.Count)
            return Found(FindingSeverity.Serious, "The time to first token was not measured: each figure is one over the rate, the mean time of a token.", derived, request => Invariant($"{request.FirstTextSeconds:0.000} s with {Rate(request):0.0} tok/s"));
        return evidence.IsImported && counted.Count > 0 && counted.TrueForAll(request => request.FirstTextSeconds is null)
            ? Found(FindingSeverity.Warning, "No time to first token was measured: only whole requests were timed, so waiting and decoding cannot be told apart.", [], _ => "") with { Seen = [new Sighting(evidence.Subject, Invariant($"{counted.Count} requests, none with a time to first token"))] }
            : null;
    }

    private Finding Found(FindingSeverity severity, string sentence, List<RequestSeen> seen, Func<RequestSeen, string> what) => new()
    {
        Rule = Code,
        Severity = severity,
        Sentence = sentence,
        Seen = Evidence.Each(seen, what),
        Remedy = "Stream the answer, with no proxy that collects it, and stamp the first text that is read.",
    };

    private static double? Rate(RequestSeen request) => request.ClaimedTokensPerSecond ?? (request.Seconds > 0 ? request.Tokens / request.Seconds : null);

    private static bool IsDerived(RequestSeen request) =>
        request is { DecodeTokensPerSecond: null, FirstTextSeconds: > 0 } && Rate(request) is > 0 and var rate && Math.Abs(request.FirstTextSeconds.Value * rate - 1) <= Equal;
}
