namespace LlmObs.Plans;

/// <summary>What can be wrong with a model or a variant.</summary>
internal static class VariantRules
{
    public static IEnumerable<PlanProblem> Check(PlanUnderCheck check, Variant variant, string path) =>
    [
        .. check.Model($"{path}.model", variant.Model),
        .. Phase(check, variant, path),
        .. Figures(variant, path),
        .. Status(variant.Status, $"{path}.status"),
    ];

    public static IEnumerable<PlanProblem> Model(PlannedModel model, string path)
    {
        if (model.MaximumContextTokens < 1)
            yield return new($"{path}.maximumContextTokens", $"{model.MaximumContextTokens} is no context.", "Write tokens, such as 131072, or leave it out.");
        if (model.ActiveParametersBillions > model.TotalParametersBillions)
            yield return new($"{path}.activeParametersBillions", $"{model.ActiveParametersBillions} is more than all it has.", $"Write at most {model.TotalParametersBillions}.");
        foreach (var problem in model.Sampling is null ? [] : SamplingRules.Check(model.Sampling, $"{path}.sampling"))
            yield return problem;
    }

    private static IEnumerable<PlanProblem> Phase(PlanUnderCheck check, Variant variant, string path) => variant.Phase switch
    {
        { } phase => check.Phase($"{path}.phase", phase),
        null when check.Plan.Phases.Count > 0 => [new($"{path}.phase", "It is missing, and the plan has phases.", "Name the phase it belongs to.")],
        null => [],
    };

    private static IEnumerable<PlanProblem> Figures(Variant variant, string path)
    {
        if (!variant.Quantization.Any(char.IsAsciiLetterOrDigit))
            yield return new($"{path}.quantization", $"\"{variant.Quantization}\" names no quantization.", "Write it as its publisher does, such as \"Q4_K_M\".");
        if (variant.Priority is < 1)
            yield return new($"{path}.priority", $"{variant.Priority} is no priority.", "Write 1 for the most urgent, or leave it out.");
        if (variant.FileSize is { Bytes: <= 0 })
            yield return new($"{path}.fileSize", "A file of no bytes cannot be a model.", "Write its size, or leave it out.");
        if (variant.ExpectedMemory is { Bytes: <= 0 })
            yield return new($"{path}.expectedMemory", "No model fits into no memory.", "Write how much it takes, or leave it out.");
        if (variant.Match is { Names.Count: 0 })
            yield return new($"{path}.match.names", "An empty list matches nothing.", "Write at least one pattern, such as \"*minimax-m2.1*\".");
    }

    private static IEnumerable<PlanProblem> Status(VariantStatus status, string path)
    {
        if (status is { State: VariantState.Failed } && string.IsNullOrWhiteSpace(status.ClaimedReason))
            yield return new($"{path}.claimedReason", "It failed, but nobody says why.", "Write the reason that was claimed.");
        if (status is { State: VariantState.Archived, PublishedTokensPerSecond: null })
            yield return new($"{path}.publishedTokensPerSecond", "It is archived, but without its figure.", "Write the published tokens per second.");
        if (status.PublishedTokensPerSecond is <= 0)
            yield return new($"{path}.publishedTokensPerSecond", $"{status.PublishedTokensPerSecond} is no speed.", "Write tokens per second above 0.");
    }
}
