namespace LlmObs.Plans;

/// <summary>What carrying a matrix out would take.</summary>
public sealed record PlanEstimate
{
    /// <summary>At the published or assumed speed of each variant; the basis is said in <see cref="Basis"/>.</summary>
    public required TimeSpan Duration { get; init; }

    public required string Basis { get; init; }

    /// <summary>All variants' files together.</summary>
    public required DataSize Disk { get; init; }

    /// <summary>The largest variant: one is in memory at a time.</summary>
    public required DataSize PeakMemory { get; init; }

    public required int Requests { get; init; }

    public static PlanEstimate Of(Plan plan, IReadOnlyList<Block> blocks) =>
        throw new NotSupportedException("Being built.");
}
