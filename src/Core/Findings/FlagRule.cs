using LlmObs.Conditions;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Runs with one kind of flag: what the machine did meanwhile may have made them slower.</summary>
internal abstract class FlagRule(string code, RunFlagKind kind, string whatHappened, string remedy) : IFindingRule
{
    public string Code => code;

    public Finding? Judge(Evidence evidence)
    {
        var flags = evidence.Loads.SelectMany(load => load.Flags.Where(flag => flag.Kind == kind).Select(flag => new Sighting(load.Run, flag.Reason))).ToList();
        return flags.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = Invariant($"In {flags.Count} of {evidence.Loads.Count} runs {whatHappened}: they may be slower than the model is, and their speeds are in the figures."),
            Seen = flags,
            Remedy = remedy,
        };
    }
}
