namespace LlmObs.Plans;

/// <summary>Values no sampler knows.</summary>
internal static class SamplingRules
{
    public static IEnumerable<PlanProblem> Check(Sampling sampling, string path)
    {
        if (sampling.Temperature is < 0 or > 2)
            yield return new($"{path}.temperature", $"{sampling.Temperature} is no temperature.", "Write 0 to 2.");
        if (sampling.TopP is <= 0 or > 1)
            yield return new($"{path}.topP", $"{sampling.TopP} is no share of the probability.", "Write a number above 0, up to 1.");
        if (sampling.TopK is < 0)
            yield return new($"{path}.topK", $"{sampling.TopK} is no count.", "Write 1 or more, or 0 for all.");
        if (sampling.MinP is < 0 or > 1)
            yield return new($"{path}.minP", $"{sampling.MinP} is no share of the probability.", "Write 0 to 1.");
        if (sampling.RepeatPenalty is <= 0)
            yield return new($"{path}.repeatPenalty", $"{sampling.RepeatPenalty} is no penalty.", "Write a number above 0; 1 does nothing.");
    }
}
