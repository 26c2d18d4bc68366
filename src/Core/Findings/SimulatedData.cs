using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>The Simulator answered: how the tool works, and nothing about a model.</summary>
internal sealed class SimulatedData : IFindingRule
{
    public string Code => "simulated-data";

    public Finding? Judge(Evidence evidence) => !evidence.IsSimulated || evidence.Requests.Count == 0 ? null : new Finding
    {
        Rule = Code,
        Severity = FindingSeverity.Note,
        Sentence = "The Simulator answered: these figures say nothing about any real model.",
        Seen = [new Sighting(evidence.Subject, Invariant($"simulated requests: {evidence.Requests.Count}"))],
        Remedy = "Measure a real server: llmobs run --server ADDRESS.",
    };
}
