using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Two variants of a model differ by less than what the instrument itself may be off: such a difference is none.</summary>
internal sealed class InstrumentErrorLarger : IFindingRule
{
    public string Code => "instrument-error-larger";

    /// <summary>Each of the two speeds may be off by the calibrated share, either way.</summary>
    public Finding? Judge(Evidence evidence)
    {
        if (evidence is not { InstrumentDecodeShare: { } error, DecodeTokensPerSecond: > 0 and var own })
            return null;
        var alike = evidence.OtherDecodeTokensPerSecond.Where(other => other.Value != own && Math.Abs((other.Value / own) - 1) <= 2 * error).OrderBy(other => other.Key, StringComparer.Ordinal).ToList();
        return alike.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = Invariant($"It differs from {string.Join(", ", alike.Select(other => other.Key))} by no more than the instrument's own error, {200 * error:0.###} % of two decode speeds: such a difference is none."),
            Seen = [.. alike.Select(other => new Sighting(other.Key, Invariant($"{other.Value:0.###} tok/s beside {own:0.###}: {100 * ((other.Value / own) - 1):+0.###;-0.###} %")))],
            Remedy = "Choose between them by something else; to tell them apart, calibrate on a machine that does nothing else (llmobs calibrate) and measure again.",
        };
    }
}
