using LlmObs.Reports;
using LlmObs.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli;

/// <summary>The comparison at the end of a run. Bars compare quants of one model; models are not compared by tokens.</summary>
internal static class ResultTable
{
    private const int BarPlace = 2;

    /// <param name="results">Of all variants.</param>
    /// <param name="width">How many letters a line of the terminal has.</param>
    public static IRenderable Of(IReadOnlyList<VariantResult> results, int width)
    {
        var parts = results.GroupBy(result => result.Variant.Model, StringComparer.Ordinal).Select(model => (IRenderable)TableOf(model.Key, [.. model], width)).ToList();
        parts.AddRange(ReadingNotes.Of(results).Select(note => new Text(note)));
        if (results.Any(result => result.IsSimulated))
            parts.Add(new Text("Simulated: these figures say nothing about a real model."));
        return new Rows(parts);
    }

    private static Table TableOf(string model, IReadOnlyList<VariantResult> results, int width)
    {
        var rows = results.Select(VariantSummary.Of).OrderByDescending(row => row.DecodeTokensPerSecond?.Mean ?? 0).ToList();
        var (columns, barWidth) = ResultColumn.Fit(rows, width);
        var table = new Table { Title = new TableTitle(Markup.Escape(results[0].IsSimulated ? $"{model} (simulated)" : model)) }.Border(TableBorder.Simple);
        var headings = columns.Select(Heading).ToList();
        if (barWidth > 0)
            headings.Insert(BarPlace, new TableColumn("").PadLeft(0).NoWrap());
        table.AddColumns([.. headings]);

        var fastest = rows.Max(row => row.DecodeTokensPerSecond?.Mean) ?? 0;
        foreach (var row in rows)
        {
            table.AddRow(Cells(columns.Select(column => Cell(column, row)), barWidth, ReportText.Bar(row.DecodeTokensPerSecond?.Mean, fastest, barWidth)));
            foreach (var level in row.Levels)
                table.AddRow(Cells(columns.Select(column => new Text(column.Level?.Invoke(level) ?? "")), barWidth, ""));
        }
        return table;
    }

    /// <summary>Names of quants stand left and may be folded where there is no room at all; figures stand right, whole.</summary>
    private static TableColumn Heading(ResultColumn column)
    {
        // a heading of one line stands on the lower one: below it, an empty line would be drawn one letter too wide
        var words = column.Heading.Contains('\n', StringComparison.Ordinal) ? column.Heading : $" \n{column.Heading}";
        var heading = new TableColumn(new Text(words)).PadLeft(0);
        return column == ResultColumn.All[0] ? heading : heading.RightAligned().NoWrap();
    }

    private static List<Text> Cells(IEnumerable<Text> figures, int barWidth, string bar)
    {
        var cells = figures.ToList();
        if (barWidth > 0)
            cells.Insert(BarPlace, new Text(bar, new Style(Color.Aqua)));
        return cells;
    }

    private static Text Cell(ResultColumn column, VariantSummary row)
    {
        var isTrouble = column.Heading.StartsWith("Not", StringComparison.Ordinal) && row is { NotCompleted: > 0 } or { Failure: not null };
        return new Text(column.Cell(row), isTrouble ? new Style(Color.Red) : Style.Plain);
    }
}
