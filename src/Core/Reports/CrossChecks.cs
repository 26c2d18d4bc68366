using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>What a server's native API said of one request after each load's measuring, beside what was observed of the same request.</summary>
internal static class CrossChecks
{
    /// <summary>Empty where there is none.</summary>
    public static string Of(VariantResult result)
    {
        var checks = result.Loads.Where(load => load.CrossCheck is not null).ToList();
        if (checks.Count == 0)
            return "";
        string[] total = checks.Exists(load => load.CrossCheck!.ReportedTotalSeconds is not null) ? [">Reported s in all", ">Observed s in all"] : [];
        var table = new MarkdownTable(["Run", ">Reported tok/s", ">Observed tok/s", ">Reported TTFT ms", ">Observed TTFT ms", .. total, ">Tokens in, out", "Remark"]);
        foreach (var (load, check) in checks.Select(load => (load, load.CrossCheck!)))
        {
            string[] whole = total.Length > 0 ? [Number(check.ReportedTotalSeconds, "0.000"), Number(check.ObservedTotalSeconds, "0.000")] : [];
            table.Row([
                Escape(load.Run), Number(check.ReportedTokensPerSecond), Number(check.ObservedTokensPerSecond), Milliseconds(check.ReportedTimeToFirstTokenSeconds), Milliseconds(check.ObservedTimeToFirstTokenSeconds), .. whole,
                $"{Number(check.ReportedInputTokens, "0")}, {Number(check.ReportedOutputTokens, "0")}", Escape(check.Failure ?? check.ReportedModel)]);
        }
        return $"\n### Cross-check\n\nReported by {Escape(checks[0].CrossCheck!.Source)} for one request after measuring, and what was observed of that request; part of no figure above.\n\n{table}";
    }
}
