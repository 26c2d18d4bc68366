using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>A rate called tokens per second that is tokens over the whole time, waiting for the first token included: output throughput, not decode speed.</summary>
internal sealed class RateOverTotalTime : IFindingRule
{
    private const double Equal = 0.005;
    private const double Apart = 0.03;

    public string Code => "rate-over-total-time";

    public Finding? Judge(Evidence evidence)
    {
        var claimed = evidence.Counted.Where(request => request is { ClaimedTokensPerSecond: > 0, Tokens: > 0, Seconds: > 0 }).ToList();
        var over = claimed.Where(IsOverTotal).ToList();
        return over.Count == 0 || over.Count * 2 < claimed.Count ? null : new Finding
        {
            Rule = Code,
            Severity = evidence.IsImported ? FindingSeverity.Serious : FindingSeverity.Warning,
            Sentence = Invariant($"The {(evidence.IsImported ? "" : "server's own ")}tokens per second of {over.Count} of {claimed.Count} requests are tokens over total time: the shorter the answer, the slower it seems."),
            Seen = Evidence.Each(over, request => Invariant($"{request.ClaimedTokensPerSecond:0.00} tok/s = {request.Tokens} tokens / {request.Seconds:0.00} s")),
            Remedy = "Read it as output throughput, and compare only answers of equal length by it. Decode speed is tokens after the first over the time from the first to the last.",
        };
    }

    /// <summary>Silent where another definition gives the same figure.</summary>
    private static bool IsOverTotal(RequestSeen request)
    {
        var claim = request.ClaimedTokensPerSecond!.Value;
        var isGeneration = request.GenerationSeconds is > 0 and var generation && Near(claim, request.Tokens!.Value / generation);
        var isDecode = request.DecodeTokensPerSecond is { } decode && Math.Abs(claim - decode) < Apart * decode;
        return !isGeneration && !isDecode && Near(claim, request.Tokens!.Value / request.Seconds!.Value);
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) <= Equal * other;
}
