using System.IO.Enumeration;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Cli;

/// <summary>Whether what <c>--only</c>, <c>--phase</c> and <c>--priority</c> name is in the plan.</summary>
internal static class SelectionRules
{
    public static IEnumerable<string> Check(Plan plan, Selection selection)
    {
        var variants = plan.Variants.Select(variant => variant.Id).ToList();
        foreach (var pattern in selection.Variants.Where(pattern => !variants.Any(id => FileSystemName.MatchesSimpleExpression(pattern, id))))
            yield return $"--only: no variant of the plan \"{plan.Name}\" is called \"{pattern}\". {NearestName.Advice(pattern, variants)}";

        var known = plan.Phases.Select(phase => phase.Id).ToList();
        foreach (var phase in selection.Phases.Where(phase => !known.Contains(phase, StringComparer.OrdinalIgnoreCase)))
            yield return known.Count == 0
                ? $"--phase: the plan \"{plan.Name}\" has no phases. Leave it out."
                : $"--phase: the plan \"{plan.Name}\" has no phase \"{phase}\". {NearestName.Advice(phase, known)}";

        if (selection.Priority is { } least && !plan.Variants.Any(variant => variant.Priority <= least))
            yield return $"--priority: no variant of the plan \"{plan.Name}\" is that urgent. {Priorities(plan)}";
    }

    private static string Priorities(Plan plan) => plan.Variants.Select(variant => variant.Priority).OfType<int>().Distinct().Order().ToList() is { Count: > 0 } known
        ? $"Its priorities are: {string.Join(", ", known)}."
        : "None of them has a priority: leave it out.";
}
