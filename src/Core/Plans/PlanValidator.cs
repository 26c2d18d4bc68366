namespace LlmObs.Plans;

/// <summary>What a plan of the right shape may still get wrong. Each rule names the place, the value and the remedy.</summary>
internal static class PlanValidator
{
    public static IEnumerable<PlanProblem> Validate(Plan plan, Func<string, bool> fileExists, Func<string, bool> isUnsure)
    {
        var check = new PlanUnderCheck(plan, fileExists, isUnsure);
        return
        [
            .. Header(plan),
            .. Ids("models", plan.Models.Select(model => model.Id)),
            .. Ids("variants", plan.Variants.Select(variant => variant.Id)),
            .. Files(plan.Variants),
            .. Ids("phases", plan.Phases.Select(phase => phase.Id)),
            .. Ids("cases", plan.Cases.Select(planCase => planCase.Id)),
            .. plan.Models.SelectMany((model, index) => VariantRules.Model(model, $"models[{index}]")),
            .. plan.Variants.SelectMany((variant, index) => VariantRules.Check(check, variant, $"variants[{index}]")),
            .. plan.Cases.SelectMany((planCase, index) => CaseRules.Check(check, planCase, $"cases[{index}]")),
            .. plan.Schedule.SelectMany((day, index) => Day(check, day, $"schedule[{index}]")),
            .. plan.References.SelectMany((reference, index) => Link(check, reference, $"references[{index}]")),
            .. SettingsRules.Check(check),
        ];
    }

    private static IEnumerable<PlanProblem> Header(Plan plan)
    {
        if (plan.SchemaVersion != Plan.CurrentSchemaVersion)
            yield return new("schemaVersion", $"{plan.SchemaVersion} is not a version this program knows.", $"Write {Plan.CurrentSchemaVersion}.");
        if (!IsPlain(plan.Name))
            yield return new("name", $"\"{plan.Name}\" cannot name a folder.", "Use letters, digits, - . and _ only.");
        if (plan.Discover is null && plan.Variants.Count == 0)
            yield return new("variants", "There is nothing to measure.", "List variants, or write \"discover\": \"available\".");
        if (plan.Discover is not null && plan.Variants.Count > 0)
            yield return new("discover", "It stands beside variants.", "Keep one: the variants, or \"discover\".");
        if (plan.Discover is not null && plan.Phases.Count > 0)
            yield return new("phases", "What is discovered belongs to no phase.", "Leave the phases out, or list variants instead of \"discover\".");
        if (plan.Cases.Count == 0)
            yield return new("cases", "There is no prompt to send.", "Add a case with id, category, prompt and maxTokens.");
    }

    /// <summary>Ids stand in file names, in the ids of requests and in patterns.</summary>
    private static IEnumerable<PlanProblem> Ids(string list, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            if (!IsPlain(id))
                yield return new($"{list}[{index}].id", $"\"{id}\" is no id.", "Use letters, digits, - . and _ only.");
            else if (!seen.Add(id))
                yield return new($"{list}[{index}].id", $"\"{id}\" is used before.", "Give each its own id.");
        }
    }

    /// <summary>Two ids, one file: a-q4 and q4 of the model a.</summary>
    private static IEnumerable<PlanProblem> Files(IReadOnlyList<Variant> variants)
    {
        var first = new Dictionary<string, Variant>(StringComparer.OrdinalIgnoreCase);
        foreach (var (variant, index) in variants.Select((variant, index) => (variant, index)))
        {
            if (!first.TryAdd(variant.FileStem, variant) && !string.Equals(first[variant.FileStem].Id, variant.Id, StringComparison.OrdinalIgnoreCase))
                yield return new($"variants[{index}].id", $"Its result would have the file name of {first[variant.FileStem].Id}: {variant.FileStem}.", "Change one of the two ids.");
        }
    }

    private static bool IsPlain(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static IEnumerable<PlanProblem> Day(PlanUnderCheck check, ScheduledDay day, string path)
    {
        if (day.Week < 1)
            yield return new($"{path}.week", $"{day.Week} is no week.", "Count from 1.");
        if (day.Day is < 1 or > 7)
            yield return new($"{path}.day", $"{day.Day} is no day of a week.", "Write 1 to 7.");
        foreach (var problem in day.Phase is null ? [] : check.Phase($"{path}.phase", day.Phase))
            yield return problem;
        foreach (var problem in day.Variants.SelectMany((variant, index) => check.Variant($"{path}.variants[{index}]", variant)))
            yield return problem;
    }

    private static IEnumerable<PlanProblem> Link(PlanUnderCheck check, Reference reference, string path)
    {
        if (!Uri.TryCreate(reference.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return new($"{path}.url", $"\"{reference.Url}\" is no web address.", "Write it whole, with https://.");
        foreach (var problem in reference.Model is null ? [] : check.Model($"{path}.model", reference.Model))
            yield return problem;
    }
}
