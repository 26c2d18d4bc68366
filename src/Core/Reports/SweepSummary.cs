using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>What the sweeps of a session's variants found, side by side.</summary>
internal static class SweepSummary
{
    public static string? Of(IReadOnlyList<VariantResult> results)
    {
        var swept = results.Where(result => result.ContextSweep is not null || result.ParallelSweep is not null || result.RateSweep is not null).ToList();
        if (swept.Count == 0)
            return null;
        var table = new MarkdownTable("Variant", "Usable context", "Why no more", ">KiB per token of context", ">Best at once", ">tok/s together", ">Most within the TTFT bound", ">Highest rate within the TTFT bound");
        foreach (var result in swept)
        {
            var (context, parallel) = (result.ContextSweep, result.ParallelSweep);
            table.Row(
                Escape(result.Variant.Id),
                context is null ? Unknown : ContextReport.Words(context) + Open(context.IsComplete),
                context is null ? Unknown : ContextReport.Limit(context),
                Number(context?.BytesPerToken / 1024),
                Number(parallel?.BestStreams, "0") + Open(parallel?.IsComplete ?? true),
                Number(parallel?.Levels.FirstOrDefault(level => level.Streams == parallel.BestStreams)?.OutputTokensPerSecond),
                Number(parallel?.LargestWithinBound, "0"),
                Rate(result.RateSweep));
        }
        return $"## Context, requests at once and rates\n\n{table}";
    }

    private static string Rate(RateSweepResult? sweep) => sweep?.HighestGoodRate is { } rate ? $"{Number(rate, "0.####")}/s{Open(sweep.IsComplete)}" : Unknown;

    private static string Open(bool isComplete) => isComplete ? "" : ", so far";
}
