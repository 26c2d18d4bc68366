using LlmObs.Results;
using LlmObs.Statistics;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>
/// A fixed cost a request, spread over few tokens, looks like a slow model. The line t = a + N / r through the warm requests parts them:
/// a is the fixed cost, r the rate. Not judged where decode speed itself was measured, nor where prompts differ much in length.
/// </summary>
internal sealed class FixedCostReadAsSlowness : IFindingRule
{
    private const double LeastSeconds = 0.2;
    private const double LeastShare = 0.03;

    public string Code => "fixed-cost-read-as-slowness";

    public Finding? Judge(Evidence evidence)
    {
        var warm = evidence.Warm.Where(request => request is { Tokens: > 0, Seconds: > 0 }).ToList();
        if (warm.Count == 0 || warm.Exists(request => request.DecodeTokensPerSecond is not null) || warm.Max(request => request.PromptTokens) > 2 * warm.Min(request => request.PromptTokens))
            return null;
        var line = LineFit.Of([.. warm.Select(request => ((double)request.Tokens!.Value, request.Seconds!.Value))]);
        var believed = evidence.ClaimedTokensPerSecond ?? warm.Average(request => request.ClaimedTokensPerSecond ?? request.Tokens!.Value / request.Seconds!.Value);
        return line is not { Slope: > 0 } || line.Intercept < Math.Max(LeastSeconds, 3 * line.InterceptError) || believed > (1 - LeastShare) / line.Slope ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = Invariant($"A fixed cost of {line.Intercept:0.0} s a request is read as slowness: over tokens the warm requests run at {1 / line.Slope:0.0} tok/s, the average says {believed:0.0}."),
            Seen = [.. warm.Select(request => new Sighting(request.Id, Invariant($"{request.Tokens} tokens in {request.Seconds:0.00} s; the line says {line.At(request.Tokens!.Value):0.00} s")))],
            Remedy = Invariant($"Compare {1 / line.Slope:0.0} tok/s with other rates and {line.Intercept:0.0} s with other fixed costs (line through {line.N} requests, ±{line.InterceptError:0.0} s). Streaming measures both."),
        };
    }
}
