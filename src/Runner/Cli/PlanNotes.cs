using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Runner.Cli;

/// <summary>What a plan asks of its owner: the days it is meant for, and what to look at before, during and after.</summary>
internal static class PlanNotes
{
    public static IEnumerable<string> Of(PlanLayout layout) => [.. Schedule(layout), .. Checks(layout.Plan)];

    private static IEnumerable<string> Schedule(PlanLayout layout)
    {
        var days = layout.Plan.Schedule.Where(day => !layout.IsSelected || IsOf(day, layout.Shown)).ToList();
        return days.Count == 0
            ? []
            : days.Select(day => string.Create(CultureInfo.InvariantCulture, $"  week {day.Week}, day {day.Day}: {day.Goal}{Variants(day)}{Optional(day.IsOptional)}")).Prepend("Schedule:");
    }

    private static bool IsOf(ScheduledDay day, IReadOnlyList<Variant> variants) =>
        variants.Any(variant => day.Variants.Count > 0 ? day.Variants.Contains(variant.Id, StringComparer.Ordinal) : day.Phase is not null && day.Phase == variant.Phase);

    private static IEnumerable<string> Checks(Plan plan) => plan.Checks.GroupBy(check => check.When).OrderBy(moment => moment.Key)
        .SelectMany(moment => moment.Select(check => $"  - {check.Text}{Optional(check.IsOptional)}").Prepend($"To look at {moment.Key.ToString().ToLowerInvariant()} the measurements:"));

    private static string Variants(ScheduledDay day) => day.Variants.Count == 0 ? "" : $" [{string.Join(", ", day.Variants)}]";

    private static string Optional(bool isOptional) => isOptional ? " (optional)" : "";
}
