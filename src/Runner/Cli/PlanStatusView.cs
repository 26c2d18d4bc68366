using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>Shows how far a plan has come: by phase and priority.</summary>
internal static class PlanStatusView
{
    /// <param name="humans">Where it is shown.</param>
    /// <param name="layout">What of the plan would run as it was asked for.</param>
    /// <param name="isWhole">Nothing was named: what does not run unasked is shown too.</param>
    /// <param name="all">Where each variant stands.</param>
    public static void Write(HumanOutput humans, PlanLayout layout, bool isWhole, IReadOnlyList<VariantProgress> all)
    {
        var plan = layout.Plan;
        var wanted = layout.Wanted.Select(variant => variant.Id).ToHashSet(StringComparer.Ordinal);
        var progress = all.Where(one => isWhole || wanted.Contains(one.Variant.Id)).ToList();
        humans.Say(plan.Title is { } title ? $"{plan.Name}: {title}" : plan.Name);
        foreach (var phase in progress.GroupBy(one => one.Variant.Phase, StringComparer.Ordinal))
            humans.Console.Write(TableOf(plan, phase.Key, [.. phase.OrderBy(one => one.Variant.Priority ?? int.MaxValue)]));
        foreach (var one in progress.Where(one => one.Reason is not null))
            humans.Say($"{one.Variant.Id}: {one.Reason}");
        if (progress.Any(one => one.IsSimulated))
            humans.Say("Simulated figures are marked ~: they say nothing about a real model.");
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
}
