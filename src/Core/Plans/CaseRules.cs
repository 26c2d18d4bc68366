namespace LlmObs.Plans;

/// <summary>What can be wrong with a case.</summary>
internal static class CaseRules
{
    public static IEnumerable<PlanProblem> Check(Plan plan, Case planCase, string path, Func<string, bool> fileExists) =>
        [.. Budget(planCase, path), .. Prompt(planCase, path, fileExists), .. Scope(plan, planCase, path, fileExists)];

    private static IEnumerable<PlanProblem> Budget(Case planCase, string path)
    {
        if (planCase.MaxTokens < 1)
            yield return new($"{path}.maxTokens", $"{planCase.MaxTokens} tokens are no answer.", "Write 1 or more.");
        if (planCase.AnswerMaxTokens < planCase.MaxTokens)
            yield return new($"{path}.answerMaxTokens", $"{planCase.AnswerMaxTokens} is less than maxTokens ({planCase.MaxTokens}).", "The quality pass needs at least as much as the speed pass.");
        if (planCase.Passes.Count == 0)
            yield return new($"{path}.passes", "An empty list never sends it.", "Write \"speed\", \"quality\" or both.");
        if (planCase.Passes.Distinct().Count() != planCase.Passes.Count)
            yield return new($"{path}.passes", "A pass stands there twice.", "Name each once; settings.iterations repeats.");
    }

    private static IEnumerable<PlanProblem> Prompt(Case planCase, string path, Func<string, bool> fileExists)
    {
        if (string.IsNullOrWhiteSpace(planCase.Prompt))
            yield return new($"{path}.prompt", "It is empty.", "Write the words to send.");
        foreach (var (attachment, index) in planCase.Attachments.Select((attachment, index) => (attachment, index)))
        {
            if (!fileExists(attachment.File))
                yield return new($"{path}.attachments[{index}].file", $"\"{attachment.File}\" is not there.", "Give a path relative to the plan's folder.");
            if (attachment.Placeholder is { } words && !planCase.Prompt.Contains(words, StringComparison.Ordinal))
                yield return new($"{path}.attachments[{index}].placeholder", $"\"{words}\" does not occur in the prompt.", "Copy the words to replace, or leave it out to append the file.");
        }
    }

    private static IEnumerable<PlanProblem> Scope(Plan plan, Case planCase, string path, Func<string, bool> fileExists)
    {
        foreach (var (model, index) in (planCase.Models ?? []).Select((model, index) => (model, index)).Where(item => plan.Models.All(known => known.Id != item.model)))
            yield return PlanValidator.Unknown($"{path}.models[{index}]", model, plan.Models.Select(known => known.Id));
        if (planCase.AnswerKey is { } key && !fileExists(key))
            yield return new($"{path}.answerKey", $"\"{key}\" is not there.", "Give a path relative to the plan's folder.");
        if (planCase.Passes.Contains(Pass.Quality) && plan.Settings.QualitySeeds.Count == 0)
            yield return new($"{path}.passes", "A quality pass without settings.qualitySeeds sends nothing.", "Write at least one seed, such as \"qualitySeeds\": [1].");
    }
}
