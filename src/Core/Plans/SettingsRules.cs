namespace LlmObs.Plans;

/// <summary>What can be wrong with a plan's settings.</summary>
internal static class SettingsRules
{
    public static IEnumerable<PlanProblem> Check(Plan plan) => [.. Counts(plan.Settings), .. Times(plan.Settings.Limits), .. Context(plan), .. Names(plan)];

    private static IEnumerable<PlanProblem> Counts(Settings settings)
    {
        if (settings.Blocks < 1)
            yield return new("settings.blocks", $"{settings.Blocks} blocks measure nothing.", "Write 1 or more; 6 makes differences of about 2 % visible.");
        if (settings.Iterations < 1)
            yield return new("settings.iterations", $"{settings.Iterations} iterations measure nothing.", "Write 1 or more.");
        if (settings.Warmups < 0)
            yield return new("settings.warmups", $"{settings.Warmups} is no count.", "Write 0 or more.");
        if (settings.Concurrency.Count == 0)
            yield return new("settings.concurrency", "An empty list sends nothing.", "Write [1].");
        foreach (var (level, index) in settings.Concurrency.Select((level, index) => (level, index)).Where(item => item.level is < 1 or > 1024))
            yield return new($"settings.concurrency[{index}]", $"{level} requests at once are impossible.", "Write 1 to 1024.");
        foreach (var (temperature, path) in new[] { (settings.SpeedSampling.Temperature, "settings.speedSampling.temperature") }.Where(item => item.Temperature is < 0 or > 2))
            yield return new(path, $"{temperature} is no temperature.", "Write 0 to 2.");
    }

    private static IEnumerable<PlanProblem> Times(Limits limits)
    {
        var all = new[] { ("load", limits.Load), ("idle", limits.Idle), ("request", limits.Request) };
        foreach (var (name, limit) in all.Where(item => item.Item2 <= TimeSpan.Zero))
            yield return new($"settings.limits.{name}", $"{Duration.ToText(limit)} leaves no time.", "Write a duration above 0.");
        if (limits.Idle > limits.Request)
            yield return new("settings.limits.idle", "It is longer than the limit of the whole request.", "Make it shorter than settings.limits.request.");
    }

    private static IEnumerable<PlanProblem> Context(Plan plan)
    {
        if (plan.Settings.ContextTokens is not { } context)
            yield break;
        if (context < 1)
            yield return new("settings.contextTokens", $"{context} is no context.", "Write tokens, such as 131072.");
        foreach (var model in plan.Models.Where(model => model.MaximumContextTokens < context))
            yield return new("settings.contextTokens", $"{context} is more than {model.Id} has ({model.MaximumContextTokens}).", $"Write at most {model.MaximumContextTokens}.");
    }

    private static IEnumerable<PlanProblem> Names(Plan plan)
    {
        if (plan.Settings.AnchorVariant is { } anchor && plan.Variants.All(variant => variant.Id != anchor))
            yield return PlanValidator.Unknown("settings.anchorVariant", anchor, plan.Variants.Select(variant => variant.Id));
    }
}
