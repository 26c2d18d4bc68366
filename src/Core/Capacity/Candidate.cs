using LlmObs.Plans;

namespace LlmObs.Capacity;

/// <summary>A model file that may be loaded, with what is known of it and from where.</summary>
public sealed record Candidate
{
    public required string Name { get; init; }

    public string? Quantization { get; init; }

    public DataSize? Weights { get; init; }

    /// <summary>Where the size comes from, in a few words; for an unknown one, what to do.</summary>
    public required string WeightsSource { get; init; }

    public ModelShape? Shape { get; init; }

    /// <summary>Where the shape comes from; for an unknown one, what to do.</summary>
    public required string ShapeSource { get; init; }

    /// <summary>It was made for no more; null where nobody says.</summary>
    public int? MaximumContextTokens { get; init; }
}
