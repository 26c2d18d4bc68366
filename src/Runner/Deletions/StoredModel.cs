using LlmObs.Plans;

namespace LlmObs.Runner.Deletions;

/// <summary>A model as it lies in LM Studio's folder: all parts of a GGUF, or all files of an MLX folder.</summary>
/// <param name="Model">As a plan's match sees it: key and path are where it lies.</param>
/// <param name="Files">Full paths.</param>
/// <param name="Trouble">Why it is no whole model; null where it is one.</param>
public sealed record StoredModel(LocalModel Model, IReadOnlyList<string> Files, string? Trouble)
{
    public DataSize Size => Model.FileSize!.Value;
}
