using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>The Markdown report of one variant: every figure with the requests and loads it comes from.</summary>
public static class VariantReport
{
    public static string Render(SessionHeader header, VariantResult result)
    {
        string?[] parts =
        [
            $"# {Escape(result.Variant.Id)}\n", SummaryReport.Simulated(header), Failure(result), What(header, result), ConditionsReport.Of(header), FindingsReport.Section(result.Findings), Steady(result), Cold(result), OpenLoopReport.Of(result), Quality(result), Loads(result), StabilityReport.Of(result), ContextReport.Of(result), ParallelReport.Of(result), RateReport.Of(result), MachineReport.Of(result), "[Comparison](summary.md)\n",
        ];
        return string.Join("\n", parts.OfType<string>());
    }

    private static string? Failure(VariantResult result) => result.Failure is { } failure ? $"> **Not measured to the end:** {Escape(failure)}\n" : null;

    private static string What(SessionHeader header, VariantResult result)
    {
        var model = result.Loads.Select(load => load.Model).FirstOrDefault(found => found is not null);
        return new MarkdownTable("", "")
            .Row("Model", Escape(result.Variant.Model))
            .Row("Quantization, format", Escape(Quantization(result.Variant)))
            .Row("Answered as", Escape(model?.Key))
            .Row("File", $"{FileSize(model?.FileSize ?? result.Variant.FileSize)}{(model?.ModifiedAt is { } changed ? $", changed {Time(changed)}" : "")}")
            .Row("Context", Number(result.Loads.LastOrDefault()?.ContextTokens, "0") + " tokens")
            .Row("Runtime", Escape(result.Loads.Select(load => load.Runtime).LastOrDefault(known => known is not null)))
            .Row("Server", $"{Escape(header.Server.Name)} {Escape(header.Server.Version)}")
            .Row("Machine", $"{Escape(header.Machine.Processor)}, {header.Machine.LogicalProcessors} logical processors, {Memory(header.Machine.MemoryBytes)}, {Escape(header.Machine.OperatingSystem)}")
            .Row("Published by others", result.Variant.Status.PublishedTokensPerSecond is { } published ? $"{Number(published, "0.00")} tok/s" : Unknown)
            .Row("Plan, seed, client", $"{Escape(result.Plan)}, {result.Seed}, {Escape(result.ClientVersion)}")
            .ToString();
    }

    private static string Memory(long? bytes) => bytes is { } known ? $"{new DataSize(known).ToBinaryString()} memory" : Unknown;

    private static string Steady(VariantResult result) => Figures("Speed", [.. result.Cases.Where(one => one is { IsWarmup: false, Pass: Pass.Speed })]);

    private static string? Cold(VariantResult result)
    {
        var cold = result.Cases.Where(one => one.IsWarmup).ToList();
        return cold.Count == 0 ? null : Figures("Cold: the first requests of each run, part of no figure above", cold);
    }

    private static string Figures(string heading, IReadOnlyList<CaseResult> cases)
    {
        var table = new MarkdownTable(
            "Case", ">At once", ">Requests", ">Loads", ">TTFT p50 ms", ">TTFT p95 ms", ">Decode tok/s", ">CV %", ">Reported tok/s", ">Prefill tok/s (estimate)", ">Output tok/s", ">Tokens", "Outcomes");
        foreach (var one in cases)
        {
            table.Row(
                Escape(one.Case), Number(one.Concurrency, "0"), Number(one.Requests, "0"), Number(one.Loads, "0"),
                Milliseconds(one.Of(Metrics.TimeToFirstToken)?.P50), Milliseconds(one.Of(Metrics.TimeToFirstToken)?.P95), Decode(one),
                Number(one.Of(Metrics.DecodeSpeed)?.Cv * 100), Number(one.Of(Metrics.ReportedSpeed)?.Mean), Prefill(one), Number(one.Of(Metrics.OutputThroughput)?.Mean),
                Number(one.Of(Metrics.OutputTokens)?.Mean, "0"), Outcomes(one));
        }
        return $"## {heading}\n\n{table}{Doubt(cases)}";
    }

    /// <summary>What the figure behind a speed means, where there is one.</summary>
    private static string Doubt(IEnumerable<CaseResult> cases) => cases.Any(one => Decode(one).Contains("(count", StringComparison.Ordinal))
        ? "\n(count ±…): a server may count the end token or leave one out, so the speed may be off by this share either way. Longer answers make it smaller.\n"
        : "";

    private static string Decode(CaseResult one)
    {
        if (one.Of(Metrics.DecodeSpeed) is not { } speed)
            return one.Of(Metrics.EstimatedDecodeSpeed) is { } estimated ? $"{Number(estimated.Mean)} (estimated)" : Unknown;
        var basis = Basis(one.Of(Metrics.DecodeUncertainty)?.Max, speed.N, one.Requests);
        return basis.Length == 0 ? Number(speed.Mean) : $"{Number(speed.Mean)} ({basis})";
    }

    /// <summary>Ours is an estimate, because TTFT holds more than prefill; the server's own stands beside it.</summary>
    private static string Prefill(CaseResult one)
    {
        var reported = one.Of(Metrics.ReportedPrefillSpeed) is { } known ? $" (reported {Number(known.Mean, "0")})" : "";
        return Number(one.Of(Metrics.PrefillSpeed)?.Mean, "0") + reported;
    }

    internal static string Outcomes(CaseResult one)
    {
        var outcomes = one.Outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}");
        var cut = one.FinishReasons.GetValueOrDefault("length") is > 0 and var count ? $" ({count} ended by max_tokens)" : "";
        var cached = one.Of(Metrics.CachedPromptShare)?.Max is > VariantSummary.MostlyCached and var share ? $", prompt up to {Number(share * 100, "0")} % from the cache" : "";
        return Escape(string.Join(", ", outcomes) + cut + cached);
    }

    private static string? Quality(VariantResult result)
    {
        var cases = result.Cases.Where(one => one.Pass is Pass.Quality or Pass.Similarity).ToList();
        if (cases.Count == 0)
            return null;
        var table = new MarkdownTable("Case", "Pass", ">Requests", ">Reached an answer", ">Budget", ">Time to answer s", "Outcomes");
        foreach (var one in cases)
            table.Row(Escape(one.Case), Escape(one.Pass.ToString()), Number(one.Requests, "0"), Number(one.Answered, "0"), Number(one.MaxTokens, "0"), Seconds(one.Of(Metrics.TimeToCompleteAnswer)?.P50), Outcomes(one));
        return $"## Answers, part of no speed figure\n\n{table}";
    }

    private static string Loads(VariantResult result)
    {
        var table = new MarkdownTable("Run", ">Load s", ">Reported load s", ">Context", ">Decode tok/s", "Remark");
        foreach (var load in result.Loads)
            table.Row(Escape(load.Run), Seconds(load.LoadSeconds), Seconds(load.ReportedLoadSeconds), Number(load.ContextTokens, "0"), Number(load.MeanDecodeTokensPerSecond), Remark(load));
        return $"## Loads\n\n{table}\nOver loads: {Interval(VariantSummary.Of(result).DecodeTokensPerSecond)} tok/s.\n{CrossChecks.Of(result)}";
    }

    private static string Origin(LoadKind kind) => kind switch
    {
        LoadKind.First => "from the disk",
        LoadKind.Cached => "from the page cache",
        _ => "partly from the page cache",
    };

    private static string Remark(LoadResult load) => string.Join("; ", ((string[])[WhatItWas(load), Program(load), Left(load), .. load.Changes.Select(change => Escape(change))]).Where(words => words.Length > 0));

    private static string WhatItWas(LoadResult load) => load.Failure is not null ? Escape(FailureWords.Of(load)) : load switch
    {
        { Lost: { } why } => $"measured once more, in no figure: {Escape(why)}",
        { WasLoadedBefore: true } => "was loaded before: counts as one load",
        { MeanDecodeTokensPerSecond: null, MeanDecodeTokensPerSecondByCase.Count: > 0 } => "cut short: its requests count, it is no replicate",
        // the disks were read by somebody else too
        { Kind: { } kind, ReadFromDiskShare: > 1.05 } => $"{Origin(kind)}: all of the file, and others read meanwhile",
        { Kind: { } kind } => $"{Origin(kind)}: {Number(load.ReadFromDiskShare * 100, "0")} % of the file was read",
        _ => "",
    };

    private static string Program(LoadResult load) => load is { Call: LoadCall.CommandLine, Failure: null }
        ? $"through the server's command line program, whose own start is in the load time{(load.ProgramSeconds is { } seconds ? $": just before, it took {Seconds(seconds)} s for a question" : "")}"
        : "";

    private static string Left(LoadResult load) => load is { LeftMemoryBehind: true, UsedAfterUnloadBytes: { } used, Memory: { } memory }
        ? $"{new DataSize(used - memory.BaselineBytes).ToBinaryString()} of memory did not come back after unloading"
        : "";
}
