using LlmObs.Plans;
using LlmObs.Reports;

namespace LlmObs.Runner.Deletions;

/// <summary>A variant whose files may be deleted, or why not.</summary>
public sealed record DeletionCandidate
{
    public required VariantProgress Progress { get; init; }

    /// <summary>Its files; null where none were found.</summary>
    public StoredModel? Stored { get; init; }

    /// <summary>Every reason not to delete them; empty when they may be.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    public Variant Variant => Progress.Variant;

    public bool MayBeDeleted => Stored is not null && Refusals.Count == 0;
}
