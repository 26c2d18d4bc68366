using System.Text.Json;
using LlmObs.Findings;
using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>Writes every projection of a session folder from its plan, header and journal: the same bytes each time.</summary>
public static class SessionReports
{
    /// <summary>The variants' .json and .md and summary.md. Throws <see cref="SessionFolderException"/> for a folder that is none.</summary>
    public static IReadOnlyList<VariantResult> Rebuild(string folder) => Rebuild(SessionContent.Read(folder));

    /// <summary>The same of what was read. A journal that is gone or empty is refused: it would empty good reports.</summary>
    public static IReadOnlyList<VariantResult> Rebuild(SessionContent content)
    {
        var journal = Path.Combine(content.Folder, SessionContent.JournalFile);
        return content.Entries.Count > 0
            ? Write(content)
            : throw new SessionFolderException($"{journal} {(File.Exists(journal) ? "is empty" : "is no file")}: there is nothing to report, and the reports stay as they are. Restore it, or measure with --resume.");
    }

    /// <summary>The same from what is already known. Throws <see cref="SessionFolderException"/> when it cannot be written.</summary>
    public static IReadOnlyList<VariantResult> Write(SessionContent content)
    {
        var (header, plan) = (content.Header, content.Plan);
        var results = JudgedResults.From(header, plan, content.Entries);
        try
        {
            foreach (var result in results)
            {
                var path = Path.Combine(content.Folder, ResultFileName.Of(header, result.Variant));
                WholeFile.Write($"{path}.json", JsonSerializer.Serialize(result, ResultJson.Document) + "\n");
                WholeFile.Write($"{path}.md", VariantReport.Render(header, result));
            }
            WholeFile.Write(Path.Combine(content.Folder, "summary.md"), SummaryReport.Render(header, plan, results, SessionProgress.Of(header, content.Entries)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"The reports cannot be written to {content.Folder}: {failure.Message} What was measured is safe; run 'llmobs report {content.Folder}' when there is room.", failure);
        }
        return results;
    }
}
