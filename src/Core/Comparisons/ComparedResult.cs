using LlmObs.Results;

namespace LlmObs.Comparisons;

/// <summary>A variant's result with what was really sent for it.</summary>
/// <param name="Result">As it was measured.</param>
/// <param name="Prompts">A digest of each case's words, attachments and budget by its id; null where they are not known.</param>
public sealed record ComparedResult(VariantResult Result, IReadOnlyDictionary<string, string>? Prompts)
{
    public string Variant => Result.Variant.Id;

    public string Model => Result.Variant.Model;
}
