using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Sessions;

/// <summary>What to tell of runs in which nothing was measured because of what befell them from outside.</summary>
internal static class LostWords
{
    /// <summary>Before a session goes on: what it will repeat.</summary>
    public static IEnumerable<string> OnResume(IReadOnlyList<JournalEntry> entries) => LostRuns.ToRepeat(entries)
        .Select(run => $"{Seen(run)} It is loaded and measured once more; what was seen stays in the journal and is in no figure.");

    /// <summary>When a session has ended: what going on with it would repeat.</summary>
    public static IEnumerable<string> AtTheEnd(SessionContent content) => LostRuns.ToRepeat(content.Entries)
        .Select(run => $"{Seen(run)} 'llmobs run --resume {content.Folder}' loads and measures it once more.");

    private static string Seen(IGrouping<string, JournalEntry.Request> run) => $"{run.Key} has measured nothing: {run.First().Outcome.Reason}";
}
