using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Statistics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli;

/// <summary>The comparison at the end of a run. Bars compare quants of one model; models are not compared by tokens.</summary>
internal static class ResultTable
{
    public static IRenderable Of(IReadOnlyList<VariantResult> results)
    {
        var parts = results.GroupBy(result => result.Variant.Model, StringComparer.Ordinal).Select(model => (IRenderable)TableOf(model.Key, [.. model])).ToList();
        if (results.Any(HasNoSpeed))
            parts.Add(new Text("n/a: an answer of under 32 tokens or 0.25 s, or without the server's token count, says nothing about decode speed. A larger --max-tokens or another case helps."));
        if (results.Any(result => result.IsSimulated))
            parts.Add(new Text("Simulated: these figures say nothing about a real model."));
        return new Rows(parts);
    }

    private static bool HasNoSpeed(VariantResult result)
    {
        var speed = result.Cases.Where(item => item is { IsWarmup: false, Pass: Pass.Speed }).ToList();
        return speed.Any(item => item.Outcomes.ContainsKey("completed")) && speed.All(item => item.DecodeTokensPerSecond is null);
    }

    private static Table TableOf(string model, IReadOnlyList<VariantResult> results)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(results[0].IsSimulated ? $"{model} (simulated)" : model)) }.Border(TableBorder.Simple);
        table.AddColumns("Quant", "Decode tok/s", "", "Loads", "TTFT p50", "Load time", "Requests", "Failed");
        foreach (var column in table.Columns.Where((_, index) => index is 1 or > 2))
            column.RightAligned();

        var rows = results.Select(result => (Summary: VariantSummary.Of(result), Result: result)).OrderByDescending(row => row.Summary.DecodeTokensPerSecond?.Mean ?? 0).ToList();
        var fastest = rows.Max(row => row.Summary.DecodeTokensPerSecond?.Mean) ?? 0;
        foreach (var (summary, result) in rows)
        {
            table.AddRow(Row(summary, result.Variant, fastest));
            foreach (var level in Together(result))
                table.AddRow(Row(level));
        }
        return table;
    }

    private static Text[] Row(VariantSummary summary, Variant variant, double fastest) =>
    [
        new(Quantization(variant)),
        new(ReportText.Interval(summary.DecodeTokensPerSecond)),
        new(ReportText.Bar(summary.DecodeTokensPerSecond?.Mean, fastest), new Style(Color.Aqua)),
        new(ReportText.Number(summary.DecodeTokensPerSecond?.N, "0")),
        new(Figures.Seconds(summary.TypicalTimeToFirstTokenSeconds)),
        new(Figures.Seconds(summary.LoadSeconds?.Mean)),
        new(summary.Requests.ToString(CultureInfo.InvariantCulture)),
        Failed(summary),
    ];

    private static Text Failed(VariantSummary summary) => summary switch
    {
        { NotCompleted: > 0 } => new Text(summary.NotCompleted.ToString(CultureInfo.InvariantCulture), new Style(Color.Red)),
        { Failure: not null } => new Text("incomplete", new Style(Color.Red)),
        _ => new Text("0"),
    };

    /// <summary>Several requests at once: what one of them gets, a figure beside the comparison, not in it.</summary>
    private static IEnumerable<(int Concurrency, Distribution? Speed, Distribution? First)> Together(VariantResult result) => result.Cases
        .Where(item => item is { IsWarmup: false, Pass: Pass.Speed, Concurrency: > 1 })
        .GroupBy(item => item.Concurrency)
        .Select(level => (level.Key, Distribution.Of(level.Select(item => item.DecodeTokensPerSecond?.Mean).OfType<double>()), Distribution.Of(level.Select(item => item.TimeToFirstTokenSeconds?.P50).OfType<double>())));

    private static Text[] Row((int Concurrency, Distribution? Speed, Distribution? First) level) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"  {level.Concurrency} at once, each")),
        new(ReportText.Number(level.Speed?.Mean)),
        Text.Empty,
        Text.Empty,
        new(Figures.Seconds(level.First?.P50)),
    ];

    private static string Quantization(Variant variant) =>
        variant.Format == ModelFormat.Other ? variant.Quantization : $"{variant.Quantization} {variant.Format.ToString().ToUpperInvariant()}";
}
