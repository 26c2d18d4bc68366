namespace LlmObs.Plans;

/// <summary>A model family whose variants are compared with one another.</summary>
public sealed record PlannedModel
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public DateOnly? Released { get; init; }

    /// <summary>In billions.</summary>
    public double? TotalParametersBillions { get; init; }

    /// <summary>In billions: what a mixture of experts uses for each token.</summary>
    public double? ActiveParametersBillions { get; init; }

    public string? Architecture { get; init; }

    public int? MaximumContextTokens { get; init; }

    /// <summary>The sampling its model card recommends, used in quality passes.</summary>
    public Sampling? Sampling { get; init; }
}
