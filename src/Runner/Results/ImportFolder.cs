using System.Text.Json;
using LlmObs.Findings;
using LlmObs.Imports;
using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>Reads other programs' result files and writes what they say into a folder: the same bytes each time.</summary>
public static class ImportFolder
{
    private const string Ending = ".imported";

    /// <summary>More is no such file: those seen have 20 KB.</summary>
    private const long LargestBytes = 64L << 20;

    /// <summary>All of them, or every problem with its file.</summary>
    public static (IReadOnlyList<ImportedResult> Results, IReadOnlyList<string> Problems) Read(IReadOnlyList<string> files)
    {
        var read = files.Select(file => (File: file, Outcome: Read(file))).ToList();
        var twice = files.GroupBy(file => Stem(Path.GetFileName(file)), StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"{string.Join(" and ", same)} would be written to one name. Import them into two folders, with --output.");
        return (
            [.. read.Select(one => one.Outcome.Result).OfType<ImportedResult>()],
            [.. read.SelectMany(one => one.Outcome.Problems.Select(problem => $"{one.File}: {problem}")), .. twice]);
    }

    /// <summary>Whether it holds imported results and no session.</summary>
    public static bool Is(string folder) => Directory.Exists(folder) && !File.Exists(Path.Combine(folder, SessionContent.HeaderFile)) && Directory.EnumerateFiles(folder, $"*{Ending}.json").Any();

    /// <summary>Every report of a folder anew from its .json files, judged by the rules as they are now. Throws <see cref="SessionFolderException"/>.</summary>
    public static IReadOnlyList<ImportedResult> Rebuild(string folder)
    {
        IReadOnlyList<ImportedResult> results = [.. Directory.EnumerateFiles(folder, $"*{Ending}.json").Order(StringComparer.Ordinal).Select(ReadBack)];
        Write(folder, results);
        return results;
    }

    /// <summary>Throws <see cref="SessionFolderException"/> when it cannot be written.</summary>
    public static void Write(string folder, IReadOnlyList<ImportedResult> results)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var result in results)
            {
                var path = Path.Combine(folder, Stem(result.Imported.File));
                WholeFile.Write($"{path}.json", JsonSerializer.Serialize(result, ResultJson.Document) + "\n");
                WholeFile.Write($"{path}.md", ImportReport.Render(result));
            }
            WholeFile.Write(Path.Combine(folder, "summary.md"), ImportReport.Summary(results, result => $"{Uri.EscapeDataString(Stem(result.Imported.File))}.md"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"{folder} cannot be written: {failure.Message} Choose another folder with --output, or free it.", failure);
        }
    }

    /// <summary>Never the name of the file itself: nobody's data is overwritten.</summary>
    private static string Stem(string file) => $"{Path.GetFileNameWithoutExtension(file)}{Ending}";

    private static ImportedResult ReadBack(string path)
    {
        try
        {
            var result = JsonSerializer.Deserialize<ImportedResult>(File.ReadAllText(path), ResultJson.Document)!;
            return result.SchemaVersion <= ImportedResult.CurrentSchemaVersion
                ? result with { Findings = FindingCatalogue.Judge(ImportedEvidence.Of(result)) }
                : throw new SessionFolderException($"{path} was written by a newer LlmObs (schema version {result.SchemaVersion}). Update LlmObs to read it; nothing was changed.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SessionFolderException($"{path} cannot be read: {unreadable.Message} Import its file again with 'llmobs import'; nothing was changed.", unreadable);
        }
    }

    private static ImportOutcome Read(string file)
    {
        try
        {
            return new FileInfo(file).Length > LargestBytes
                ? new ImportOutcome(null, ["it is larger than 64 MiB: no result file of a known format is."])
                : ImportReader.Read(Path.GetFileName(file), File.ReadAllBytes(file));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ImportOutcome(null, [Directory.Exists(file) ? "it is a folder: name the files in it." : "there is no such file."]);
        }
        catch (Exception locked) when (locked is IOException or UnauthorizedAccessException)
        {
            return new ImportOutcome(null, [$"it cannot be read: {locked.Message}"]);
        }
    }
}
