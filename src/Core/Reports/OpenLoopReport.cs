using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>What users wait when requests come at given rates. Headline are the times from the intended send; those from the real send stand beside them.</summary>
internal static class OpenLoopReport
{
    /// <summary>The client's own part, as a share of the wait, from which on it is said.</summary>
    private const double MuchLateness = 0.1;

    public static string? Of(VariantResult result)
    {
        var cases = Offered(result);
        if (cases.Count == 0)
            return null;
        var table = new MarkdownTable(
            "Case", ">Requests a second", "Arrivals", ">Requests", ">Not sent", ">**TTFT from intended send** p50 s", ">p95 s", ">TTFT from real send p50 s", ">p95 s", ">**Complete from intended send** p50 s", ">p95 s", ">Complete from real send p50 s", ">Sent late p50 ms", ">Latest ms", ">Most under way", ">Loops", "Outcomes");
        foreach (var one in cases)
        {
            var (loop, intended, first) = (one.OpenLoop!, one.Of(Metrics.TimeToFirstTokenFromIntended), one.Of(Metrics.TimeToFirstToken));
            var complete = one.Of(Metrics.TimeToCompleteAnswerFromIntended);
            table.Row(
                Escape(one.Case), Number(loop.RequestsPerSecond, "0.####"), Word(loop.Arrivals), Number(one.Requests, "0"), Number(loop.NotSent, "0"),
                Seconds(intended?.P50), Seconds(intended?.P95), Seconds(first?.P50), Seconds(first?.P95), Seconds(complete?.P50), Seconds(complete?.P95), Seconds(one.Of(Metrics.TimeToCompleteAnswer)?.P50),
                Milliseconds(one.Of(Metrics.SendLateness)?.P50), Milliseconds(one.Of(Metrics.SendLateness)?.Max), Number(loop.MostInFlight, "0"), Number(loop.Loops, "0"), VariantReport.Outcomes(one));
        }
        return $"""
            ## Requests at given rates

            {table}
            Each request is sent at its time, whether the server is free or not: its wait is counted from there (*intended send*). Above what the server keeps up with, the wait grows as long as requests come, and a figure holds for this many of them only.
            {Doubts(cases)}
            """;
    }

    /// <summary>The variants of a session side by side.</summary>
    public static string? OfSession(IReadOnlyList<VariantResult> results)
    {
        var rows = results.SelectMany(result => Offered(result).Select(one => (Variant: result.Variant.Id, Case: one))).ToList();
        if (rows.Count == 0)
            return null;
        var table = new MarkdownTable("Variant", "Case", ">Requests a second", ">TTFT from intended send p50 s", ">p95 s", ">Complete from intended send p50 s", ">Requests", ">Not sent");
        foreach (var (variant, one) in rows)
        {
            var first = one.Of(Metrics.TimeToFirstTokenFromIntended);
            table.Row(
                Escape(variant), Escape(one.Case), Number(one.OpenLoop!.RequestsPerSecond, "0.####"), Seconds(first?.P50), Seconds(first?.P95),
                Seconds(one.Of(Metrics.TimeToCompleteAnswerFromIntended)?.P50), Number(one.Requests, "0"), Number(one.OpenLoop.NotSent, "0"));
        }
        return $"## Requests at given rates\n\n{table}{Doubts([.. rows.Select(row => row.Case)])}";
    }

    internal static string Word(ArrivalProcess arrivals) => arrivals == ArrivalProcess.Poisson ? "Poisson" : "constant";

    private static List<CaseResult> Offered(VariantResult result) => [.. result.Cases.Where(one => one.OpenLoop is not null)];

    private static string Doubts(IReadOnlyList<CaseResult> cases) => string.Concat(new[] { LeftOut(cases), Held(cases) }.OfType<string>().Select(doubt => $"\n{doubt}\n"));

    private static string? LeftOut(IReadOnlyList<CaseResult> cases) => cases.Any(one => one.OpenLoop!.NotSent > 0)
        ? "**Not sent** are requests whose time came while as many were under way as the plan allows (`mostInFlight`): they are in no time, so those are too good."
        : null;

    private static string? Held(IReadOnlyList<CaseResult> cases) => cases.Any(one => one.Of(Metrics.SendLateness)?.P95 > MuchLateness * one.Of(Metrics.TimeToFirstTokenFromIntended)?.P50)
        ? "**Sent late:** requests left (p95) by a tenth of the median wait or more after their time, held up on this machine or while a connection was opened. That part of a wait is not the model's."
        : null;
}
