using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>What is wrong with believing a result, where its reader sees it: each with evidence and remedy beside the figures, in one line in a comparison.</summary>
internal static class FindingsReport
{
    private const int MostSightings = 5;

    /// <summary>Null where there are none.</summary>
    public static string? Section(IReadOnlyList<Finding> findings, string heading = "## Findings: before you believe this")
    {
        var items = findings.Select(finding => $"- **{Word(finding.Severity)}**, {finding.Rule}: {Escape(finding.Sentence)} *{Escape(finding.Remedy)}*\n{Seen(finding)}");
        return findings.Count == 0 ? null : $"{heading}\n\n{string.Concat(items)}";
    }

    /// <summary>A line for each of those that have some; null where none has.</summary>
    public static string? Lines(IReadOnlyList<(string Subject, IReadOnlyList<Finding> Findings)> results)
    {
        var lines = results.Where(one => one.Findings.Count > 0).Select(one => $"- **{Escape(one.Subject)}**: {string.Join("; ", one.Findings.GroupBy(finding => finding.Severity).Select(same => $"{Word(same.Key)}: {string.Join(", ", same.Select(finding => finding.Rule))}"))}\n").ToList();
        return lines.Count == 0 ? null : $"## Findings: before you believe this\n\n{string.Concat(lines)}";
    }

    private static string Seen(Finding finding)
    {
        var shown = finding.Seen.Take(MostSightings).Select(one => $"  - {Escape(one.Where)}: {Escape(one.What)}\n");
        var more = finding.Seen.Count - MostSightings;
        return string.Concat(shown) + (more > 0 ? $"  - and {Number(more, "0")} more in the .json\n" : "");
    }

    private static string Word(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Serious => "serious",
        FindingSeverity.Warning => "warning",
        _ => "note",
    };
}
