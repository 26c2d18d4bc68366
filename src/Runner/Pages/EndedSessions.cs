using LlmObs.Reports;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Pages;

/// <summary>What is said of a session that has ended, on a terminal.</summary>
internal static class EndedSessions
{
    /// <param name="outcome">What became of it.</param>
    /// <param name="attempt">Names one that never began.</param>
    public static EndedSession Of(SessionOutcome outcome, string attempt) => outcome switch
    {
        SessionOutcome.Ended ended => new EndedSession(Path.GetFileName(ended.Folder), ExitCode(ended.End), Table(ended)),
        SessionOutcome.Refused refused => new EndedSession(attempt, 2, string.Join(Environment.NewLine, refused.Problems)),
        _ => throw new NotSupportedException(outcome.GetType().Name),
    };

    private static int ExitCode(SessionEnd end) => end switch
    {
        SessionEnd.Completed => 0,
        SessionEnd.CompletedWithFailures => 1,
        _ => 130,
    };

    private static string Table(SessionOutcome.Ended ended)
    {
        var summaries = ended.Results.Select(VariantSummary.Of).ToList();
        var largest = summaries.Max(one => one.DecodeTokensPerSecond?.Mean) ?? 0;
        var simulated = ended.Results.Any(result => result.IsSimulated) ? "  Simulated: nothing here says anything about a real model.\n" : "";
        var lines = summaries.Select(one => $"  {one.Variant,-28} {ReportText.Interval(one.DecodeTokensPerSecond),16} tok/s  {ReportText.Bar(one.DecodeTokensPerSecond?.Mean, largest),-20}  TTFT {ReportText.Milliseconds(one.TypicalTimeToFirstTokenSeconds),6} ms  load {ReportText.Seconds(one.LoadSeconds?.Mean),6} s  not completed {one.NotCompleted}");
        return $"{simulated}{string.Join('\n', lines)}\n  Report: {Path.Combine(ended.Folder, "summary.md")}";
    }
}
