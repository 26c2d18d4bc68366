using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Speed moves by 2 to 5 % from load to load and by 0.1 to 0.4 % within one: requests of one load are no replicates.</summary>
internal sealed class TooFewLoads : IFindingRule
{
    private const int Least = 3;

    public string Code => "too-few-loads";

    public Finding? Judge(Evidence evidence)
    {
        var counted = evidence.Counted.ToList();
        var loads = counted.Select(request => request.Load).Distinct(StringComparer.Ordinal).Count();
        return loads is 0 or >= Least ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = evidence.IsImported
                ? "How many loads stand behind the speed the file does not say: from load to load it moves by 2 to 5 %, so that smaller differences mean nothing if it was one."
                : Invariant($"{loads} {(loads == 1 ? "load stands" : "loads stand")} behind the speed: from load to load it moves by 2 to 5 %, so smaller differences mean nothing."),
            Seen = evidence.IsImported ? [] : [.. counted.GroupBy(request => request.Load, StringComparer.Ordinal).Select(load => new Sighting(load.Key, Invariant($"requests: {load.Count()}")))],
            Remedy = "Load it anew and measure again: six blocks tell about 3 % apart.",
        };
    }
}
