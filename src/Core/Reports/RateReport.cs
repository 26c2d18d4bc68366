using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>The highest rate at which requests may come to a variant, rate by rate.</summary>
internal static class RateReport
{
    /// <summary>The client's own part, as a share of the plan's bound, from which on it is said.</summary>
    private const double MuchLateness = 0.1;

    public static string? Of(VariantResult result)
    {
        if (result.RateSweep is not { } sweep)
            return null;
        var asked = result.Settings.RateSweep!;
        return $"""
            ## Highest rate

            {Verdict(sweep, asked)}{(sweep.StopReason is { } reason ? $" {Escape(reason)}" : "")}{(sweep.IsComplete ? "" : " Stopped before its end: it goes on with `--resume`.")}

            {Curve(sweep)}
            {Held(sweep, asked)}A rate is good where all its {Number(asked.RequestsPerRate, "0")} requests ({OpenLoopReport.Word(sweep.Arrivals)} arrivals of *{Escape(sweep.Case)}*) were sent and completed, with the p95 of the time to first token from the intended send within the bound. Above what the server keeps up with the wait grows as long as requests come: with more requests at a rate, one that is a little too much is found out.

            """.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }

    private static string Verdict(RateSweepResult sweep, RateSweep asked) => sweep switch
    {
        { Levels.Count: 0 } => "No rate was measured.",
        { HighestGoodRate: { } rate } => $"**{Number(rate, "0.####")} requests a second** is the highest rate measured with a time to first token (p95, from the intended send) within {Duration.ToText(asked.TimeToFirstTokenBound)}.",
        _ => $"No rate had its time to first token (p95, from the intended send) within {Duration.ToText(asked.TimeToFirstTokenBound)}.",
    };

    private static string Curve(RateSweepResult sweep)
    {
        if (sweep.Levels.Count == 0)
            return "";
        var table = new MarkdownTable(">Requests a second", "", ">**TTFT from intended send** p50 s", ">p95 s", ">TTFT from real send p95 s", ">Sent late p95 ms", ">Most under way", ">Requests", ">Not sent", ">Not completed");
        foreach (var level in sweep.Levels)
        {
            var intended = level.TimeToFirstTokenFromIntendedSeconds;
            table.Row(
                Number(level.RequestsPerSecond, "0.####"), level.IsGood ? "good" : "too much", Seconds(intended?.P50), Seconds(intended?.P95), Seconds(level.TimeToFirstTokenSeconds?.P95),
                Milliseconds(level.SendLatenessSeconds?.P95), Number(level.MostInFlight, "0"), Number(level.Requests, "0"), Number(level.NotSent, "0"), Number(level.NotCompleted, "0"));
        }
        return table.ToString();
    }

    private static string Held(RateSweepResult sweep, RateSweep asked) => sweep.Levels.Any(level => level.SendLatenessSeconds?.P95 > MuchLateness * asked.TimeToFirstTokenBound.TotalSeconds)
        ? "**Sent late:** requests left by a tenth of the bound or more after their time, held up on this machine or while a connection was opened; the limit may be theirs.\n\n"
        : "";
}
