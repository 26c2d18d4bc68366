namespace LlmObs.Plans;

/// <summary>What a plan of the right shape may still get wrong. Each rule names the place, the value and the remedy.</summary>
internal static class PlanValidator
{
    public static IEnumerable<PlanProblem> Validate(Plan plan, Func<string, bool> fileExists) =>
    [
        .. Header(plan),
        .. Duplicates("models", plan.Models.Select(model => model.Id)),
        .. Duplicates("variants", plan.Variants.Select(variant => variant.Id)),
        .. Duplicates("phases", plan.Phases.Select(phase => phase.Id)),
        .. Duplicates("cases", plan.Cases.Select(planCase => planCase.Id)),
        .. plan.Variants.SelectMany((variant, index) => Variant(plan, variant, $"variants[{index}]")),
        .. plan.Cases.SelectMany((planCase, index) => CaseRules.Check(plan, planCase, $"cases[{index}]", fileExists)),
        .. plan.Schedule.SelectMany((day, index) => Day(plan, day, $"schedule[{index}]")),
        .. SettingsRules.Check(plan),
    ];

    private static IEnumerable<PlanProblem> Header(Plan plan)
    {
        if (plan.SchemaVersion != Plan.CurrentSchemaVersion)
            yield return new("schemaVersion", $"{plan.SchemaVersion} is not a version this program knows.", $"Write {Plan.CurrentSchemaVersion}, or update LlmObs for a newer plan.");
        if (plan.Name.Length == 0 || plan.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            yield return new("name", $"\"{plan.Name}\" cannot name a folder.", "Use letters, digits, - and _ only.");
        if (plan.Discover is null && plan.Variants.Count == 0)
            yield return new("variants", "There is nothing to measure.", "List variants, or write \"discover\": \"available\".");
        if (plan.Discover is not null && plan.Variants.Count > 0)
            yield return new("discover", "It stands beside variants.", "Keep one: the variants, or \"discover\".");
        if (plan.Cases.Count == 0)
            yield return new("cases", "There is no prompt to send.", "Add a case with id, category, prompt and maxTokens.");
    }

    private static IEnumerable<PlanProblem> Duplicates(string list, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            if (string.IsNullOrWhiteSpace(id))
                yield return new($"{list}[{index}].id", "It is empty.", "Give it a short name of its own.");
            else if (!seen.Add(id))
                yield return new($"{list}[{index}].id", $"\"{id}\" is used before.", "Give each its own id.");
        }
    }

    private static IEnumerable<PlanProblem> Variant(Plan plan, Variant variant, string path)
    {
        if (plan.Models.All(model => model.Id != variant.Model))
            yield return Unknown($"{path}.model", variant.Model, plan.Models.Select(model => model.Id));
        if (variant.Phase is { } phase && plan.Phases.All(known => known.Id != phase))
            yield return Unknown($"{path}.phase", phase, plan.Phases.Select(known => known.Id));
        if (variant.Phase is null && plan.Phases.Count > 0)
            yield return new($"{path}.phase", "It is missing, and the plan has phases.", "Name the phase it belongs to.");
        if (variant.Priority is < 1)
            yield return new($"{path}.priority", $"{variant.Priority} is no priority.", "Write 1 for the most urgent, or leave it out.");
        if (variant.FileSize is { Bytes: <= 0 })
            yield return new($"{path}.fileSize", "A file of no bytes cannot be a model.", "Write its size, or leave it out.");
        if (variant.Status is { State: VariantState.Failed, ClaimedReason: null })
            yield return new($"{path}.status.claimedReason", "It failed, but nobody says why.", "Write the reason that was claimed.");
        if (variant.Status is { State: VariantState.Archived, PublishedTokensPerSecond: null })
            yield return new($"{path}.status.publishedTokensPerSecond", "It is archived, but without its figure.", "Write the published tokens per second.");
        if (variant.Status.PublishedTokensPerSecond is <= 0)
            yield return new($"{path}.status.publishedTokensPerSecond", $"{variant.Status.PublishedTokensPerSecond} is no speed.", "Write tokens per second above 0.");
        if (variant.Match is { Names.Count: 0 })
            yield return new($"{path}.match.names", "An empty list matches nothing.", "Write at least one pattern, such as \"*minimax-m2.1*\".");
    }

    private static IEnumerable<PlanProblem> Day(Plan plan, ScheduledDay day, string path)
    {
        if (day.Week < 1)
            yield return new($"{path}.week", $"{day.Week} is no week.", "Count from 1.");
        if (day.Day is < 1 or > 7)
            yield return new($"{path}.day", $"{day.Day} is no day of a week.", "Write 1 to 7.");
        if (day.Phase is { } phase && plan.Phases.All(known => known.Id != phase))
            yield return Unknown($"{path}.phase", phase, plan.Phases.Select(known => known.Id));
        foreach (var (variant, index) in day.Variants.Select((variant, index) => (variant, index)).Where(item => plan.Variants.All(known => known.Id != item.variant)))
            yield return Unknown($"{path}.variants[{index}]", variant, plan.Variants.Select(known => known.Id));
    }

    internal static PlanProblem Unknown(string path, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return new(path, $"\"{name}\" is not in the plan.", names.Count == 0 ? "Add it, or leave it out." : NearestName.Advice(name, names));
    }
}
