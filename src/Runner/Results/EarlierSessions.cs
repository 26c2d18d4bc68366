using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>The sessions in a folder as their files show them now.</summary>
public static class EarlierSessions
{
    /// <param name="resultsFolder">Holds the session folders; one that does not exist holds none.</param>
    /// <param name="warn">Is told of each file that cannot be read, in one sentence.</param>
    public static IReadOnlyList<SessionState> Read(string resultsFolder, Action<string> warn)
    {
        var results = EarlierResults.Read(resultsFolder, warn).ToLookup(result => result.Session, StringComparer.Ordinal);
        return [.. EarlierResults.SessionFolders(resultsFolder).Select(folder => Read(folder, results, warn)).OfType<SessionState>()];
    }

    private static SessionState? Read(string folder, ILookup<string, VariantResult> results, Action<string> warn)
    {
        try
        {
            var header = SessionContent.ReadHeader(folder);
            return new SessionState(SessionContent.ReadPlanName(folder), header, SessionFolder.IsHeld(folder), [.. results[header.Session]]);
        }
        catch (SessionFolderException unreadable)
        {
            warn(unreadable.Message);
            return null;
        }
    }
}
