using System.Globalization;
using LlmObs.Reports;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>A column of the comparison. Its heading may take two lines; its figures never do.</summary>
/// <param name="Heading">As on the page, over two lines to save width.</param>
/// <param name="Cell">A variant's figure.</param>
/// <param name="Level">The same of several requests at once; null where it has none.</param>
/// <param name="GivesWay">Its turn where the terminal is too narrow, 0 before the bar is shortened; null for one that stays.</param>
internal sealed record ResultColumn(string Heading, Func<VariantSummary, string> Cell, Func<LevelSummary, string>? Level = null, int? GivesWay = null)
{
    private const int Gap = 2;
    private const int Edges = 2;
    private const int LongestBar = 20;
    private const int ShortestBar = 4;

    /// <summary>So long it stays for the sake of what a speed rests on.</summary>
    private const int GoodBar = 12;

    public static IReadOnlyList<ResultColumn> All { get; } =
    [
        new("Quant", one => one.Quantization, level => string.Create(CultureInfo.InvariantCulture, $"  {level.Concurrency} at once, each")),
        new("Decode\ntok/s", one => ReportText.Interval(one.DecodeTokensPerSecond), level => ReportText.Number(level.DecodeTokensPerSecond)),
        new("TTFT\nms", one => ReportText.Milliseconds(one.TimeToFirstTokenSeconds), level => ReportText.Milliseconds(level.TimeToFirstTokenSeconds)),
        new("Not\ncompleted", NotCompleted),
        new("Requests", one => one.Requests.ToString(CultureInfo.InvariantCulture), GivesWay: 2),
        new("Loads", one => ReportText.Number(one.DecodeTokensPerSecond?.N, "0"), GivesWay: 3),
        new("Load\ns", one => one.LoadTimes.ShortWords, GivesWay: 1),
        new("Peak\nmemory", one => one.Machine.PeakMemory?.ToBinaryString() ?? ReportText.Unknown, GivesWay: 4),
        new("J/token", one => ReportText.Number(one.Machine.GrossJoulesPerToken, "0.00"), GivesWay: 5),
        new("Flagged\nruns", Flagged, GivesWay: 6),
        new("Speed\nfrom", ReportText.DecodeBasis, GivesWay: 0),
    ];

    /// <summary>What a terminal has room for, without columns that say nothing. The bar shrinks and goes before any figure.</summary>
    public static (IReadOnlyList<ResultColumn> Columns, int BarWidth) Fit(IReadOnlyList<VariantSummary> rows, int width)
    {
        var columns = All.Where(column => column.GivesWay is null || rows.Any(row => column.Cell(row) is not ("" or ReportText.Unknown))).ToList();
        if (Needed(columns, rows) + Gap + GoodBar > width)
            columns.RemoveAll(column => column.GivesWay == 0);
        var all = columns.Count;
        while (Needed(columns, rows) > width && columns.Where(column => column.GivesWay is not null).MinBy(column => column.GivesWay) is { } next)
            columns.Remove(next);
        var left = columns.Count < all ? 0 : width - Needed(columns, rows) - Gap;
        return (columns, left < ShortestBar ? 0 : Math.Min(left, LongestBar));
    }

    private static int Needed(List<ResultColumn> columns, IReadOnlyList<VariantSummary> rows) => Edges + columns.Sum(column => column.Width(rows) + Gap);

    /// <summary>The note below the table says what they are flagged for.</summary>
    private static string Flagged(VariantSummary summary) =>
        summary.Machine.FlaggedRuns == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{summary.Machine.FlaggedRuns} of {summary.Machine.Runs}");

    private static string NotCompleted(VariantSummary summary) =>
        summary is { NotCompleted: 0, Failure: not null } ? "incomplete" : summary.NotCompleted.ToString(CultureInfo.InvariantCulture);

    private int Width(IReadOnlyList<VariantSummary> rows) => rows.Select(Cell)
        .Concat(Level is null ? [] : rows.SelectMany(row => row.Levels).Select(Level))
        .Concat(Heading.Split('\n')).Max(text => text.GetCellWidth());
}
