using System.Globalization;
using LlmObs.Imports;
using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Statistics;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>Imported results in Markdown: what they say, under its author's definitions, what is wrong with believing it, and what they do not say.</summary>
public static class ImportReport
{
    /// <summary>One file.</summary>
    public static string Render(ImportedResult result)
    {
        string?[] parts = [$"# {Escape(result.Imported.File)}\n", Origin(result), What(result), FindingsReport.Section(result.Findings), Requests(result), NotRead(result), "[All imported files](summary.md)\n"];
        return string.Join("\n", parts.OfType<string>());
    }

    /// <summary>Several side by side.</summary>
    public static string Summary(IReadOnlyList<ImportedResult> results, Func<ImportedResult, string> link)
    {
        var table = new MarkdownTable("File", "Model", "Quant", ">Said tok/s", ">Over tokens tok/s", ">Fixed cost s", ">First request s", ">Said TTFT ms", ">Said load s", "Findings");
        foreach (var result in results)
        {
            var line = Warm(result);
            table.Row(
                $"[{Escape(result.Imported.File)}]({link(result)})", Escape(result.Variant.Model), Escape(result.Variant.Quantization), Number(result.Claims.MeanTokensPerSecond), Number(1 / line?.Slope), Number(line?.Intercept),
                Seconds(result.Requests[0].DurationSeconds), Milliseconds(result.Claims.MeanTimeToFirstTokenSeconds), Seconds(result.Claims.LoadSeconds), Counts(result.Findings));
        }
        string?[] parts =
        [
            "# Imported results\n", "> **Imported, not measured here.** *Said* is the file's own figure under its author's definition; n/a is what it does not say.\n", table.ToString(),
            """
            - *Over tokens* and *fixed cost*: the line t = a + N / r through all requests of a file but its first, by least squares; r is the rate, a the fixed cost a request. n/a where there are fewer than three, or their lengths differ too little.

            """,
            FindingsReport.Lines([.. results.Select(result => (result.Imported.File, result.Findings))]),
        ];
        return string.Join("\n", parts.OfType<string>());
    }

    private static LineFit? Warm(ImportedResult result) => LineFit.Of([.. result.Requests.Skip(1)
        .Where(request => request is { Succeeded: not false, OutputTokens: > 0, DurationSeconds: not null }).Select(request => ((double)request.OutputTokens!.Value, request.DurationSeconds!.Value))]) is { Slope: > 0 } line ? line : null;

    private static string Counts(IReadOnlyList<Finding> findings) => $"{Number(findings.Count(one => one.Severity == FindingSeverity.Serious), "0")} serious, {Number(findings.Count(one => one.Severity == FindingSeverity.Warning), "0")} warnings";

    private static string Origin(ImportedResult result) =>
        $"> **Imported, not measured here**, from a file of {Escape(result.Imported.Format)}, SHA-256 {result.Imported.Sha256[..12]}…. Its figures follow its author's definitions.\n";

    private static string What(ImportedResult result) => new MarkdownTable("", "")
        .Row("Model", Escape(result.Variant.Model))
        .Row("Quantization by the name, format", $"{Escape(result.Variant.Quantization)}, {Escape(result.Variant.Format?.ToString().ToUpperInvariant())}")
        .Row("Started", result.StartedAt is { } moment ? $"{moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}, local time of an unknown zone" : Unknown)
        .Row("Server", Escape(string.Join(' ', new[] { result.Server.Name, result.Server.Version, result.Server.Address }.OfType<string>()) is { Length: > 0 } server ? server : null))
        .Row("Machine", Escape(string.Join(", ", new[] { result.Machine.Processor, result.Machine.OperatingSystem }.OfType<string>()) is { Length: > 0 } machine ? machine : null))
        .Row("Temperature", Number(result.Settings.SpeedSampling?.Temperature, "0.##"))
        .Row("Said: mean, least, most tok/s", $"{Number(result.Claims.MeanTokensPerSecond, "0.00")}, {Number(result.Claims.MinTokensPerSecond, "0.00")}, {Number(result.Claims.MaxTokensPerSecond, "0.00")}")
        .Row("Said: mean TTFT ms", Milliseconds(result.Claims.MeanTimeToFirstTokenSeconds))
        .Row("Said: load s", Seconds(result.Claims.LoadSeconds))
        .Row("Said: peak memory, in the file's GB", Number(result.Claims.PeakMemoryGb, "0.00"))
        .ToString();

    private static string Requests(ImportedResult result)
    {
        var table = new MarkdownTable("Case", "By its prompt", ">Requests", ">Budget", ">Tokens", ">Total s", ">Output tok/s", ">Said tok/s", ">Said TTFT ms");
        foreach (var one in result.Cases)
        {
            table.Row(
                Escape($"{one.Name} {one.Category}".TrimEnd()), Escape(Known(one)), Number(one.Requests, "0"), Number(one.MaxTokens, "0"), Number(one.Of(Metrics.OutputTokens)?.Mean, "0"), Seconds(one.Of(Metrics.Duration)?.Mean),
                Number(one.Of(Metrics.OutputThroughput)?.Mean), Number(one.Of(Metrics.ReportedSpeed)?.Mean), Milliseconds(one.Of(Metrics.ReportedTimeToFirstToken)?.Mean));
        }
        return $"## Requests\n\n{table}\nDecode speed, cache, finish reason, warm-ups, loads and all that is n/a: the file does not say.\n";
    }

    private static string Known(ImportedCase one) => one.Match switch
    {
        PromptMatch.Same => $"{one.Case}: the same prompt",
        PromptMatch.Nearly => $"{one.Case}: nearly the same prompt",
        _ => "no known prompt",
    };

    private static string? NotRead(ImportedResult result) => result.Imported.NotRead.Count == 0
        ? null
        : $"## Not read\n\nThe file has more that no place here is for: {Escape(string.Join(", ", result.Imported.NotRead))}.\n";
}
