using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Runner.Cli.Watching;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>Shows how far a plan has come: by phase and priority, then what is next and what is left.</summary>
internal static class PlanStatusView
{
    /// <param name="humans">Where it is shown.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="layout">What of it would run as it was asked for.</param>
    /// <param name="isWhole">Nothing was named: what does not run unasked is shown too.</param>
    /// <param name="all">Where each variant stands.</param>
    public static void Write(HumanOutput humans, Plan plan, PlanLayout layout, bool isWhole, IReadOnlyList<VariantProgress> all)
    {
        var wanted = layout.Wanted.Select(variant => variant.Id).ToHashSet(StringComparer.Ordinal);
        var progress = all.Where(one => isWhole || wanted.Contains(one.Variant.Id)).ToList();
        humans.Say(plan.Title is { } title ? $"{plan.Name}: {title}" : plan.Name);
        foreach (var phase in progress.GroupBy(one => one.Variant.Phase, StringComparer.Ordinal))
            humans.Console.Write(TableOf(plan, phase.Key, [.. phase.OrderBy(one => one.Variant.Priority ?? int.MaxValue)]));
        foreach (var one in progress.Where(one => one.Reason is not null))
            humans.Say($"{one.Variant.Id}: {one.Reason}");
        if (progress.Any(one => one.IsSimulated))
            humans.Say("Simulated figures are marked ~: they say nothing about a real model.");
        Outlook(humans, layout, all);
    }

    private static Table TableOf(Plan plan, string? phase, IReadOnlyList<VariantProgress> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        if (phase is not null)
            table.Title = new TableTitle(Markup.Escape(plan.Phases.FirstOrDefault(one => one.Id == phase)?.Name ?? phase));
        table.AddColumns("Variant", "Prio");
        table.AddColumn(new TableColumn("State").NoWrap());
        foreach (var heading in new[] { "Blocks", "Decode tok/s", "TTFT ms", "Load s", "Peak", "Published" })
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        foreach (var row in rows)
            table.AddRow(Cells(plan, row).Select(cell => new Text(cell)));
        return table;
    }

    private static IEnumerable<string> Cells(Plan plan, VariantProgress row) =>
    [
        row.Variant.Id,
        row.Variant.Priority?.ToString(CultureInfo.InvariantCulture) ?? "–",
        $"{(row.IsSimulated ? "~" : "")}{Word(row.Stage)}",
        string.Create(CultureInfo.InvariantCulture, $"{row.Blocks}/{plan.Settings.Blocks}"),
        ReportText.Interval(row.Summary?.DecodeTokensPerSecond),
        ReportText.Milliseconds(row.Summary?.TimeToFirstTokenSeconds),
        row.Summary?.LoadTimes.Words ?? ReportText.Unknown,
        row.Summary?.Machine.PeakMemory?.ToBinaryString() ?? ReportText.Unknown,
        ReportText.Number(row.Variant.Status.PublishedTokensPerSecond),
    ];

    private static string Word(VariantStage stage) => stage switch
    {
        VariantStage.Waiting => "waiting",
        VariantStage.Running => "running",
        VariantStage.Begun => "begun",
        VariantStage.Done => "done",
        VariantStage.Failed => "failed",
        VariantStage.Archived => "archived",
        _ => "skipped",
    };

    private static void Outlook(HumanOutput humans, PlanLayout layout, IReadOnlyList<VariantProgress> progress)
    {
        var left = Left(layout.Blocks, progress);
        if (left.Count == 0)
        {
            humans.Say("Nothing is left of what runs unless named.");
            return;
        }
        var next = progress.Where(one => left.Any(block => block.Runs.Any(run => run.Variant.Id == one.Variant.Id))).OrderBy(one => one.Variant.Priority ?? int.MaxValue).First();
        var estimate = PlanEstimate.Of(left);
        humans.Say($"Most urgent: {next.Variant.Id}. Left: {Figures.Count(left.Sum(block => block.Runs.Count), "load", "loads")}, {Figures.Requests(estimate.Requests, estimate.Warmups)}, at most {Figures.Time(estimate.Duration)}: {estimate.Basis}.");
    }

    /// <summary>The blocks without the runs that are measured.</summary>
    private static List<Block> Left(IReadOnlyList<Block> blocks, IReadOnlyList<VariantProgress> progress)
    {
        var measured = progress.SelectMany(one => one.Runs).ToHashSet(StringComparer.Ordinal);
        return [.. blocks.Select(block => block with { Runs = [.. block.Runs.Where(run => !measured.Contains(run.Id))] }).Where(block => block.Runs.Count > 0)];
    }
}
