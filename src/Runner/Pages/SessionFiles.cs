using System.Collections.Concurrent;
using System.Text.Json;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Pages;

/// <summary>The session folders as the pages may show them: only plain names inside the results folder.</summary>
public sealed class SessionFiles(string resultsFolder)
{
    public const string Summary = "summary.md";
    private static readonly string[] Shown = [".md", ".json", ".jsonl"];
    private static readonly string[] Marks = [SessionContent.HeaderFile, SessionContent.PlanFile, SessionContent.JournalFile];

    private readonly ConcurrentDictionary<string, JournalTally> _tallies = new(StringComparer.Ordinal);

    public string Folder => resultsFolder;

    /// <summary>Newest first; those that cannot be read come last, each with the reason.</summary>
    public IReadOnlyList<SessionEntry> Sessions() => !Directory.Exists(resultsFolder)
        ? []
        : [.. Directory.EnumerateDirectories(resultsFolder).Where(IsSession).Select(Entry)
            .OrderByDescending(one => one.Header?.StartedAt).ThenByDescending(one => one.Name, StringComparer.Ordinal)];

    /// <summary>The one of that name; null when there is none.</summary>
    public SessionEntry? Session(string name) => IsPlain(name) && IsSession(Path.Combine(resultsFolder, name)) ? Entry(Path.Combine(resultsFolder, name)) : null;

    /// <summary>The names of a session's files that can be shown.</summary>
    public IReadOnlyList<string> Files(string session) => !IsPlain(session) || !Directory.Exists(Path.Combine(resultsFolder, session))
        ? []
        : [.. Directory.EnumerateFiles(Path.Combine(resultsFolder, session)).Select(path => Path.GetFileName(path)!).Where(IsShown).Order(StringComparer.Ordinal)];

    /// <summary>The file's path; null when there is none by that name.</summary>
    public string? Find(string session, string file)
    {
        if (!IsPlain(session) || !IsPlain(file) || !IsShown(file))
            return null;
        var path = Path.Combine(resultsFolder, session, file);
        return File.Exists(path) ? path : null;
    }

    private SessionEntry Entry(string folder)
    {
        var name = Path.GetFileName(folder)!;
        try
        {
            var header = SessionContent.ReadHeader(folder);
            return new SessionEntry(name, header, null, Progress(folder, header));
        }
        catch (Exception unreadable) when (unreadable is SessionFolderException or IOException or UnauthorizedAccessException)
        {
            return new SessionEntry(name, null, unreadable.Message, null);
        }
    }

    /// <summary>Null for a broken journal: whoever opens it is told where.</summary>
    private SessionProgress? Progress(string folder, SessionHeader header)
    {
        try
        {
            var (measured, endedRuns, endedSweeps) = _tallies.GetOrAdd(folder, _ => new JournalTally(Path.Combine(folder, SessionContent.JournalFile))).Count();
            return SessionProgress.Of(header, measured, endedRuns, endedSweeps);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSession(string folder) => Marks.Any(mark => File.Exists(Path.Combine(folder, mark)));

    private static bool IsShown(string file) => IsPlain(file) && Shown.Contains(Path.GetExtension(file), StringComparer.Ordinal);

    private static bool IsPlain(string name) => name.Length > 0 && name[0] != '.' && name.IndexOfAny(['/', '\\', ':', '\0']) < 0;
}
