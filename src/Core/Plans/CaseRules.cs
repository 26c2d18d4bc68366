namespace LlmObs.Plans;

/// <summary>What can be wrong with a case.</summary>
internal static class CaseRules
{
    public static IEnumerable<PlanProblem> Check(PlanUnderCheck check, Case planCase, string path) =>
        [.. Budget(check.Plan.Settings, planCase, path), .. Passes(check.Plan.Settings, planCase, path), .. Prompt(check, planCase, path), .. Scope(check, planCase, path)];

    private static IEnumerable<PlanProblem> Budget(Settings settings, Case planCase, string path)
    {
        var answers = planCase.Passes.Any(pass => pass is Pass.Quality or Pass.Similarity);
        if (planCase.MaxTokens < 1)
            yield return new($"{path}.maxTokens", $"{planCase.MaxTokens} tokens are no answer.", "Write 1 or more.");
        else if (planCase.MaxTokens >= settings.ContextTokens)
            yield return new($"{path}.maxTokens", $"{planCase.MaxTokens} leaves no room for the prompt.", $"Write less than settings.contextTokens ({settings.ContextTokens}).");
        else if (answers && planCase.AnswerMaxTokens < planCase.MaxTokens)
            yield return new($"{path}.answerMaxTokens", $"{planCase.AnswerMaxTokens} is less than maxTokens ({planCase.MaxTokens}).", "The quality pass needs at least as much as the speed pass.");
        else if (answers && planCase.AnswerMaxTokens >= settings.ContextTokens)
            yield return new($"{path}.answerMaxTokens", $"{planCase.AnswerMaxTokens} leaves no room for the prompt.", $"Write less than settings.contextTokens ({settings.ContextTokens}).");
    }

    private static IEnumerable<PlanProblem> Passes(Settings settings, Case planCase, string path)
    {
        if (planCase.Passes.Count == 0)
            yield return new($"{path}.passes", "An empty list never sends it.", "Write \"speed\", \"quality\" or both.");
        if (planCase.Passes.Distinct().Count() != planCase.Passes.Count)
            yield return new($"{path}.passes", "A pass stands there twice.", "Name each once; settings.iterations repeats.");
        if (planCase.Passes.Contains(Pass.Quality) && settings.QualitySeeds.Count == 0)
            yield return new($"{path}.passes", "A quality pass without settings.qualitySeeds sends nothing.", "Write at least one seed, such as \"qualitySeeds\": [1].");
        if (planCase.Passes.Contains(Pass.OpenLoop) && settings.OpenLoop is null)
            yield return new($"{path}.passes", "An openLoop pass without settings.openLoop sends nothing.", "Write \"openLoop\": { \"requestsPerSecond\": [0.5], \"requests\": 60 } in settings.");
    }

    private static IEnumerable<PlanProblem> Prompt(PlanUnderCheck check, Case planCase, string path)
    {
        if (string.IsNullOrWhiteSpace(planCase.Prompt))
            yield return new($"{path}.prompt", "It is empty.", "Write the words to send.");
        foreach (var problem in planCase.Attachments.SelectMany((attachment, index) => Attachment(check, planCase, attachment, $"{path}.attachments[{index}]")))
            yield return problem;
    }

    private static IEnumerable<PlanProblem> Attachment(PlanUnderCheck check, Case planCase, Attachment attachment, string path)
    {
        foreach (var problem in check.File($"{path}.file", attachment.File))
            yield return problem;
        var isLost = attachment.Placeholder is { } words && (words.Length == 0 || !planCase.Prompt.Contains(words, StringComparison.Ordinal));
        if (isLost && !check.IsUnsure($"{path[..path.LastIndexOf(".attachments", StringComparison.Ordinal)]}.prompt"))
            yield return new($"{path}.placeholder", $"\"{attachment.Placeholder}\" does not occur in the prompt.", "Copy the words to replace, or leave it out to append the file.");
    }

    private static IEnumerable<PlanProblem> Scope(PlanUnderCheck check, Case planCase, string path)
    {
        if (planCase.Models is { Count: 0 })
            yield return new($"{path}.models", "An empty list never sends it.", "Name a model, or leave it out for all.");
        foreach (var problem in (planCase.Models ?? []).SelectMany((model, index) => check.Model($"{path}.models[{index}]", model)))
            yield return problem;
        foreach (var problem in planCase.AnswerKey is null ? [] : check.File($"{path}.answerKey", planCase.AnswerKey))
            yield return problem;
    }
}
