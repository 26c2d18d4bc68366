using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>A variant's usable context, with the curves over prompt length.</summary>
internal static class ContextReport
{
    public static string? Of(VariantResult result)
    {
        if (result.ContextSweep is not { } sweep)
            return null;
        var asked = result.Settings.ContextSweep!;
        return $"""
            ## Usable context

            {Verdict(sweep)} {Limit(sweep)}{Stopped(sweep)}

            {Curve(sweep)}
            {MemoryOf(sweep)}
            A context is usable when it loads and, filled but for {Number(asked.AnswerTokens, "0")} tokens of room, every fact hidden at {string.Join(", ", asked.Depths.Select(depth => $"{Number(depth * 100, "0.#")} %"))} of the text is in the answer, decoded at {Number(asked.MinimumDecodeTokensPerSecond, "0.###")} tok/s or more, within {Duration.ToText(asked.StepLimit)}. Facts are sought with one prompt of each length: whether they are found tells of this text, not of every text.

            """.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }

    /// <summary>"131,072 tokens (67 % of 196,608)".</summary>
    public static string Words(ContextSweepResult sweep) => sweep.UsableContextTokens is not { } usable
        ? (sweep is { Limit: null, LimitReason: not null } ? "not known" : "none")
        : $"{Number(usable, "0")} tokens{(sweep.UsableShare is { } share ? $" ({Number(share * 100, "0")} % of {Number(sweep.MaximumContextTokens, "0")})" : "")}";

    private static string Verdict(ContextSweepResult sweep) => $"**{Words(sweep)}**{(sweep.LoadedContextTokens is { } loaded ? $"; loaded with {Number(loaded, "0")}" : "")}.";

    public static string Limit(ContextSweepResult sweep) => sweep.Limit is { } limit ? $"{Word(limit)}: {Escape(sweep.LimitReason)}" : sweep.LimitReason is { } reason ? Escape(reason) : "";

    private static string Stopped(ContextSweepResult sweep) => sweep.IsComplete ? "" : " Stopped before its end: it goes on with `--resume`.";

    private static string Curve(ContextSweepResult sweep)
    {
        if (sweep.Steps.Count == 0)
            return "";
        var table = new MarkdownTable(">Context", ">Prompt tokens", ">TTFT s", ">Prefill tok/s (estimate)", ">Decode tok/s", "Found at", "Verdict");
        foreach (var step in sweep.Steps)
        {
            var reported = step.ReportedPrefillTokensPerSecond is { } known ? $" (reported {Number(known, "0")})" : "";
            table.Row(
                Number(step.ContextTokens, "0"), Number(step.PromptTokens, "0"), Seconds(step.TimeToFirstTokenSeconds), Number(step.PrefillTokensPerSecond, "0") + reported, Number(step.DecodeTokensPerSecond),
                step.FoundAt.Count == 0 ? "nowhere" : string.Join(", ", step.FoundAt.Select(depth => $"{Number(depth * 100, "0.#")} %")), step.Problem is { } problem ? Word(problem) : "usable");
        }
        return table.ToString();
    }

    private static string MemoryOf(ContextSweepResult sweep)
    {
        var points = string.Join(", ", sweep.Memory.Select(one => $"{new DataSize(one.OverBaselineBytes).ToBinaryString()} with {Number(one.ContextTokens, "0")}"));
        return sweep.BytesPerToken is { } slope
            ? $"Memory per token of loaded context: {Number(slope / 1024, "0.0")} KiB, the slope through {points}.\n"
            : $"Memory per token of loaded context: n/a, {Escape(sweep.WhyNoBytesPerToken)}{(points.Length == 0 ? "" : $" ({points})")}.\n";
    }

    private static string Word(ContextProblem problem) => problem switch
    {
        ContextProblem.LoadRefused => "load refused",
        ContextProblem.NotAsAsked => "not loaded as asked",
        ContextProblem.Clamped => "clamped",
        ContextProblem.LoadedWithLess => "loaded with less",
        ContextProblem.NotAsked => "not asked",
        ContextProblem.RequestFailed => "request failed",
        ContextProblem.TookTooLong => "took too long",
        ContextProblem.TokensUnknown => "tokens not counted",
        ContextProblem.Truncated => "truncated in silence",
        ContextProblem.BeginningMissed => "beginning missed",
        ContextProblem.NeedleMissed => "needle missed",
        ContextProblem.NoAnswer => "no answer",
        ContextProblem.SpeedUnknown => "speed not known",
        _ => "too slow",
    };
}
