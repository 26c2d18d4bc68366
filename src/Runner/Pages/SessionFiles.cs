
namespace LlmObs.Runner.Pages;

/// <summary>The session folders as the pages may show them: only plain names inside the results folder.</summary>
public sealed class SessionFiles(string resultsFolder)
{
    private static readonly string[] Shown = [".md", ".json", ".jsonl"];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<string> Sessions() => !Directory.Exists(resultsFolder)
        ? []
        : [.. Directory.EnumerateDirectories(resultsFolder).Where(IsSession).Select(folder => Path.GetFileName(folder)!).OrderDescending(StringComparer.Ordinal)];

    /// <summary>The file's path; null when there is none by that name.</summary>
    public string? Find(string session, string file)
    {
        if (!IsPlain(session) || !IsPlain(file) || !Shown.Contains(Path.GetExtension(file), StringComparer.Ordinal))
            return null;
        var path = Path.Combine(resultsFolder, session, file);
        return File.Exists(path) ? path : null;
    }

    private static bool IsSession(string folder) => File.Exists(Path.Combine(folder, "session.json"));

    private static bool IsPlain(string name) => name.Length > 0 && name[0] != '.' && name.IndexOfAny(['/', '\\']) < 0;
}
