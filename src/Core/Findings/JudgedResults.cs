using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Findings;

/// <summary>The variants' results with what is wrong with believing them: a pure function of the journal, as the figures are.</summary>
public static class JudgedResults
{
    public static IReadOnlyList<VariantResult> From(SessionHeader header, Plan plan, IReadOnlyList<JournalEntry> entries)
    {
        var results = VariantResults.From(header, plan, entries);
        return [.. results.Select(result => result with { Findings = FindingCatalogue.Judge(SessionEvidence.Of(header, plan, result, entries, results)) })];
    }
}
