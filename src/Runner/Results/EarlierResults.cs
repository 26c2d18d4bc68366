using System.Text.Json;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>The variants' results of all sessions in a folder, as they were last written.</summary>
public static class EarlierResults
{
    private static readonly string[] Others = [SessionContent.HeaderFile, SessionContent.PlanFile];

    /// <param name="resultsFolder">Holds the session folders; one that does not exist holds none.</param>
    /// <param name="warn">Is told of each file that cannot be read, in one sentence.</param>
    public static IEnumerable<VariantResult> Read(string resultsFolder, Action<string> warn) => SessionFolders(resultsFolder)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Where(file => !Others.Contains(Path.GetFileName(file), StringComparer.Ordinal))
        .Select(file => ReadFile(file, warn)).OfType<VariantResult>();

    internal static IEnumerable<string> SessionFolders(string resultsFolder) => !Directory.Exists(resultsFolder)
        ? []
        : Directory.EnumerateDirectories(resultsFolder).Where(folder => File.Exists(Path.Combine(folder, SessionContent.HeaderFile)));

    private static VariantResult? ReadFile(string file, Action<string> warn)
    {
        try
        {
            var result = JsonSerializer.Deserialize<VariantResult>(File.ReadAllText(file), ResultJson.Document)!;
            if (result.SchemaVersion <= VariantResult.CurrentSchemaVersion)
                return result;
            warn($"{file} was written by a newer LlmObs (schema version {result.SchemaVersion}): it is not among the published results.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            warn($"{file} cannot be read and is not among the published results: {unreadable.Message} 'llmobs report {Path.GetDirectoryName(file)}' writes it anew.");
        }
        return null;
    }
}
