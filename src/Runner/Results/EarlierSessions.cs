using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>A plan's sessions in a folder as their files show them now.</summary>
public static class EarlierSessions
{
    /// <param name="resultsFolder">Holds the session folders; one that does not exist holds none.</param>
    /// <param name="plan">The plan's name.</param>
    /// <param name="warn">Is told of each file that cannot be read, in one sentence.</param>
    public static IReadOnlyList<SessionState> Read(string resultsFolder, string plan, Action<string> warn)
    {
        var results = EarlierResults.Read(resultsFolder, warn).ToLookup(result => result.Session, StringComparer.Ordinal);
        return [.. EarlierResults.SessionFolders(resultsFolder).Select(folder => Read(folder, plan, results, warn)).OfType<SessionState>()];
    }

    private static SessionState? Read(string folder, string plan, ILookup<string, VariantResult> results, Action<string> warn)
    {
        try
        {
            if (SessionContent.ReadPlanName(folder) != plan)
                return null;
            var content = SessionContent.Read(folder);
            return SessionState.Of(folder, content.Header, content.Plan, SessionFolder.IsHeld(folder), content.Entries, [.. results[content.Header.Session]]);
        }
        catch (SessionFolderException unreadable)
        {
            warn(unreadable.Message);
            return null;
        }
    }
}
