using LlmObs.Plans;

namespace LlmObs.Reports;

/// <summary>How far one variant of a plan has come, as the plan's sessions tell.</summary>
public sealed record VariantProgress
{
    public required Variant Variant { get; init; }

    public required VariantStage Stage { get; init; }

    /// <summary>Why it failed, was left out or cannot be had; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>What the plan asks for after its first load and no session has brought to an end.</summary>
    public IReadOnlyList<SweepKind> OpenSweeps { get; init; } = [];

    /// <summary>Ids of the runs whose requests are all measured, as anchor of other phases too.</summary>
    public IReadOnlySet<string> Runs { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The blocks of its own phase among them.</summary>
    public int Blocks => Runs.Count(run => Variant.Phase is null || run.StartsWith($"{Variant.Phase}/", StringComparison.Ordinal));

    /// <summary>Of the session that has most of it; null before the first figure.</summary>
    public VariantSummary? Summary { get; init; }

    public bool IsSimulated { get; init; }
}

public enum VariantStage
{
    Waiting,

    /// <summary>A session that holds it open has not finished it.</summary>
    Running,

    /// <summary>Some of it is measured: not all its blocks, or not its sweeps.</summary>
    Begun,

    Done,
    Failed,

    /// <summary>Measured before this plan, by its own word.</summary>
    Archived,

    /// <summary>Not on the server when it was its turn, or left out unless named.</summary>
    Skipped,
}
