using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>How many requests at once a variant serves, level by level.</summary>
internal static class ParallelReport
{
    public static string? Of(VariantResult result)
    {
        if (result.ParallelSweep is not { } sweep)
            return null;
        var asked = result.Settings.ParallelSweep!;
        return $"""
            ## Requests at once

            {Verdict(sweep, asked)}{(sweep.StopReason is { } reason ? $" {Escape(reason)}" : "")}{(sweep.IsComplete ? "" : " Stopped before its end: it goes on with `--resume`.")}

            {Curve(sweep)}
            {Queueing(sweep)}Together: output tokens of completed requests read while so many really were under way, over that time; ramp-up and ramp-down are left out. Each stream sent *{Escape(sweep.Case)}* {Number(asked.RequestsPerStream, "0")} times.

            """.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }

    private static string Verdict(ParallelSweepResult sweep, ParallelSweep asked)
    {
        if (sweep.Levels.Count == 0)
            return "No level was measured.";
        var best = sweep.BestStreams is { } streams ? $"**{Number(streams, "0")}** at once give the highest throughput" : "The level of the highest throughput is not known";
        var bound = Duration.ToText(asked.TimeToFirstTokenBound);
        return sweep.LargestWithinBound is { } largest ? $"{best}; **{Number(largest, "0")}** is the largest level measured with a time to first token within {bound}." : $"{best}; no level had its time to first token within {bound}.";
    }

    private static string Curve(ParallelSweepResult sweep)
    {
        if (sweep.Levels.Count == 0)
            return "";
        var table = new MarkdownTable(">At once", ">Together tok/s", ">Each: decode tok/s", ">TTFT p50 s", ">TTFT p95 s", ">Longest TTFT s", ">Requests", ">Not completed", ">Window s");
        foreach (var level in sweep.Levels)
        {
            var first = level.TimeToFirstTokenSeconds;
            table.Row(
                Number(level.Streams, "0"), Number(level.OutputTokensPerSecond), Number(level.DecodeTokensPerSecond?.Mean), Seconds(first?.P50), Seconds(first?.P95), Seconds(first?.Max),
                Number(level.Requests, "0"), Number(level.NotCompleted, "0"), Number(level.WindowSeconds));
        }
        return table.ToString();
    }

    private static string Queueing(ParallelSweepResult sweep) => sweep.ParallelSlots is not { } slots
        ? "The server does not say how many requests it answers at once: time to first token may have waiting in it.\n\n"
        : sweep.Levels.Any(level => level.Streams > slots)
            ? $"The server answers {Number(slots, "0")} at once and lets the others wait: above that, time to first token has the wait in it.\n\n"
            : "";
}
