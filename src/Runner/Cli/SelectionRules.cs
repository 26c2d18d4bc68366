using System.IO.Enumeration;
using LlmObs.Plans;

namespace LlmObs.Runner.Cli;

/// <summary>Whether what <c>--only</c> and <c>--phase</c> name is in the plan.</summary>
internal static class SelectionRules
{
    public static IEnumerable<string> Check(Plan plan, IReadOnlyList<string> only, IReadOnlyList<string> phases)
    {
        var variants = plan.Variants.Select(variant => variant.Id).ToList();
        foreach (var pattern in only.Where(pattern => !variants.Any(id => FileSystemName.MatchesSimpleExpression(pattern, id))))
            yield return $"--only: no variant of the plan \"{plan.Name}\" is called \"{pattern}\". {NearestName.Advice(pattern, variants)}";

        var known = plan.Phases.Select(phase => phase.Id).ToList();
        foreach (var phase in phases.Where(phase => !known.Contains(phase, StringComparer.OrdinalIgnoreCase)))
            yield return known.Count == 0
                ? $"--phase: the plan \"{plan.Name}\" has no phases. Leave it out."
                : $"--phase: the plan \"{plan.Name}\" has no phase \"{phase}\". {NearestName.Advice(phase, known)}";
    }
}
