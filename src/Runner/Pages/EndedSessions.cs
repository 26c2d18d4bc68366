using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Pages;

/// <summary>What is said of a session that has ended, on a terminal.</summary>
internal static class EndedSessions
{
    /// <param name="outcome">What became of it.</param>
    /// <param name="attempt">Names one that never began.</param>
    /// <param name="table">Draws the results.</param>
    public static EndedSession Of(SessionOutcome outcome, string attempt, Func<IReadOnlyList<VariantResult>, string> table) => outcome switch
    {
        SessionOutcome.Ended ended => new EndedSession(Path.GetFileName(ended.Folder), ExitCode(ended.End), Words(ended, table)),
        SessionOutcome.Refused refused => new EndedSession(attempt, 2, string.Join(Environment.NewLine, refused.Problems)),
        _ => throw new NotSupportedException(outcome.GetType().Name),
    };

    private static int ExitCode(SessionEnd end) => end switch
    {
        SessionEnd.Completed => 0,
        SessionEnd.CompletedWithFailures => 1,
        _ => 130,
    };

    private static string Words(SessionOutcome.Ended ended, Func<IReadOnlyList<VariantResult>, string> table) =>
        $"{table(ended.Results)}{Environment.NewLine}Report: {Path.Combine(ended.Folder, "summary.md")}{Stopped(ended)}";

    private static string Stopped(SessionOutcome.Ended ended) => ended is { End: SessionEnd.Interrupted, Progress: { } progress }
        ? $"{Environment.NewLine}Stopped after {progress.Share}. Go on with it on the page."
        : "";
}
