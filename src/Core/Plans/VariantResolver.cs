namespace LlmObs.Plans;

/// <summary>Finds the local model that each variant of a plan is.</summary>
public static class VariantResolver
{
    public static IReadOnlyList<Resolution> Resolve(Plan plan, IReadOnlyList<LocalModel> models) =>
        throw new NotSupportedException("Being built.");

    /// <summary>A plan with <see cref="Plan.Discover"/> becomes one with variants: one for each model that may be used without asking.</summary>
    public static Plan FillDiscovered(Plan plan, IReadOnlyList<LocalModel> models, bool isSimulated) =>
        throw new NotSupportedException("Being built.");
}

/// <summary>What a variant turned out to be on this server.</summary>
public sealed record Resolution
{
    public required Variant Variant { get; init; }

    public LocalModel? Model { get; init; }

    /// <summary>Set when more than one local model matches: an error, nothing is guessed.</summary>
    public string? Problem { get; init; }

    /// <summary>The <c>lms get</c> line that would fetch it; null where nothing can.</summary>
    public string? FetchLine { get; init; }
}
