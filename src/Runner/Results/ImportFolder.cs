using System.Text.Json;
using LlmObs.Imports;
using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>Reads other programs' result files and writes what they say into a folder: the same bytes each time.</summary>
public static class ImportFolder
{
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
    private static string Stem(string file) => $"{Path.GetFileNameWithoutExtension(file)}.imported";

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
