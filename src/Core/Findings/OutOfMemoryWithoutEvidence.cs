using System.Text.RegularExpressions;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>"Out of memory" that nobody saw: a claim, or a server's reckoning. Only a failed allocation proves it. A process that waited for input was once called so.</summary>
internal sealed partial class OutOfMemoryWithoutEvidence : IFindingRule
{
    public string Code => "oom-without-evidence";

    public Finding? Judge(Evidence evidence)
    {
        var refused = evidence.Loads.Where(load => load.FailureCause == LoadFailureCause.RefusedByEstimate).ToList();
        var isClaimed = evidence.ClaimedFailure is { } claim && Words().IsMatch(claim);
        if (evidence.Loads.Any(load => load.FailureCause == LoadFailureCause.OutOfMemory) || (!isClaimed && refused.Count == 0))
            return null;
        var loaded = evidence.Loads.Where(load => load.Failure is null).ToList();
        return new Finding
        {
            Rule = Code,
            Severity = loaded.Count > 0 ? FindingSeverity.Serious : FindingSeverity.Warning,
            Sentence = $"That it runs out of memory is {(isClaimed ? "claimed" : "reckoned by the server")} and was not seen: no allocation failed{(loaded.Count > 0 ? Invariant($", and it was loaded {loaded.Count} times here") : "")}.",
            Seen =
            [
                .. isClaimed ? new[] { new Sighting(evidence.Subject, $"claimed: {evidence.ClaimedFailure}") } : [],
                .. refused.Select(load => new Sighting(load.Run, load.Failure ?? "")),
                .. loaded.Select(load => new Sighting(load.Run, "loaded")),
            ],
            Remedy = "Load it with the server's guardrail off and watch the memory; believe it when an allocation fails in the server's own words.",
        };
    }

    [GeneratedRegex(@"\bOOM\b|out of memory|内存|显存", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
