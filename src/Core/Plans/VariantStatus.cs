namespace LlmObs.Plans;

/// <summary>Where a variant stands when the plan is written.</summary>
public sealed record VariantStatus
{
    public VariantState State { get; init; } = VariantState.Waiting;

    /// <summary>What an earlier run published; shown beside our own figures, never mixed with them.</summary>
    public double? PublishedTokensPerSecond { get; init; }

    /// <summary>Why it failed, as claimed by whoever tried.</summary>
    public string? ClaimedReason { get; init; }
}

public enum VariantState
{
    Waiting,
    InProgress,

    /// <summary>Measured earlier; measured again only when named.</summary>
    Archived,

    /// <summary>Said to have failed; tried again only when named.</summary>
    Failed,
}
