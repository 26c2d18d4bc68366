using System.Globalization;
using LlmObs.Comparisons;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli.Comparing;

/// <summary>A comparison for people: a table for each figure that anybody has.</summary>
internal static class CompareView
{
    /// <param name="comparison">That was not refused.</param>
    /// <param name="unit">What would decide: a block in a session, a load between two.</param>
    public static IRenderable Of(Comparison comparison, string unit) => new Rows(
    [
        .. comparison.Metrics.Where(one => one.Pairs.Any(pair => pair.Ratio is not null)).SelectMany(one => new IRenderable[] { new Text(CompareWords.Heading(one)), TableOf(one, unit) }),
        .. comparison.Metrics.Where(one => one.Pairs.All(pair => pair.Ratio is null)).Select(one => new Text($"{one.Metric.Title}: n/a, {string.Join("; ", one.Pairs.Select(pair => pair.WhyNot).Distinct(StringComparer.Ordinal))}.")),
        .. CompareWords.Notes(comparison).Select(note => new Text(note)),
    ]);

    private static Table TableOf(MetricComparison one, string unit)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Model", "Candidate", "Baseline");
        table.AddColumn(new TableColumn("Loads").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Ratio").RightAligned().NoWrap());
        table.AddColumn("");
        foreach (var pair in one.Pairs)
        {
            string[] cells =
            [
                pair.Model, pair.Candidate, pair.Baseline, string.Create(CultureInfo.InvariantCulture, $"{pair.CandidateLoads} : {pair.BaselineLoads}"), CompareWords.Ratio(pair), CompareWords.Word(pair, unit),
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }
        return table;
    }
}
