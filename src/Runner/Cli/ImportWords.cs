using LlmObs.Imports;
using LlmObs.Results;

namespace LlmObs.Runner.Cli;

/// <summary>What was found in imported files, the gravest first; notes stand in the reports only.</summary>
internal static class ImportWords
{
    public static void Write(HumanOutput humans, IReadOnlyList<ImportedResult> results)
    {
        foreach (var result in results)
        {
            humans.Say($"{result.Imported.File}: {result.Variant.Model}, {result.Requests.Count} requests, {result.Findings.Count} findings");
            foreach (var finding in result.Findings.Where(finding => finding.Severity != FindingSeverity.Note).OrderBy(finding => finding.Severity != FindingSeverity.Serious))
                humans.Say($"  {(finding.Severity == FindingSeverity.Serious ? "serious" : "warning")}, {finding.Rule}: {finding.Sentence}");
        }
    }
}
