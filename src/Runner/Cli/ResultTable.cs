using System.Globalization;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Cli.Watching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli;

/// <summary>The comparison at the end of a run. Bars compare quants of one model; models are not compared by tokens.</summary>
internal static class ResultTable
{
    public static IRenderable Of(IReadOnlyList<VariantResult> results)
    {
        var parts = results.GroupBy(result => result.Variant.Model, StringComparer.Ordinal).Select(model => (IRenderable)TableOf(model.Key, [.. model])).ToList();
        parts.AddRange(ReadingNotes.Of(results).Select(note => new Text(note)));
        if (results.Any(result => result.IsSimulated))
            parts.Add(new Text("Simulated: these figures say nothing about a real model."));
        return new Rows(parts);
    }

    private static Table TableOf(string model, IReadOnlyList<VariantResult> results)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(results[0].IsSimulated ? $"{model} (simulated)" : model)) }.Border(TableBorder.Simple);
        table.AddColumns("Quant", "Decode tok/s", "", "Loads", "TTFT p50", "Load time", "Requests", "Failed");
        foreach (var column in table.Columns.Where((_, index) => index is 1 or > 2))
            column.RightAligned();

        var rows = results.Select(VariantSummary.Of).OrderByDescending(row => row.DecodeTokensPerSecond?.Mean ?? 0).ToList();
        var fastest = rows.Max(row => row.DecodeTokensPerSecond?.Mean) ?? 0;
        foreach (var row in rows)
        {
            table.AddRow(Row(row, fastest));
            foreach (var level in row.Levels)
                table.AddRow(Row(level));
        }
        return table;
    }

    private static Text[] Row(VariantSummary summary, double fastest) =>
    [
        new(summary.Quantization),
        new(ReportText.DecodeSpeed(summary)),
        new(ReportText.Bar(summary.DecodeTokensPerSecond?.Mean, fastest), new Style(Color.Aqua)),
        new(ReportText.Number(summary.DecodeTokensPerSecond?.N, "0")),
        new(Figures.Seconds(summary.TimeToFirstTokenSeconds)),
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
    private static Text[] Row(LevelSummary level) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"  {level.Concurrency} at once, each")),
        new(ReportText.Number(level.DecodeTokensPerSecond)),
        Text.Empty,
        Text.Empty,
        new(Figures.Seconds(level.TimeToFirstTokenSeconds)),
    ];
}
