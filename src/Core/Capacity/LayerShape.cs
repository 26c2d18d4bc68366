namespace LlmObs.Capacity;

/// <summary>What one layer keeps of a sequence: keys and values of each token, a state that does not grow, or both.</summary>
public sealed record LayerShape
{
    /// <summary>Values of a token's keys, over all heads that have keys of their own; 0 in a layer without attention.</summary>
    public long KeyWidth { get; init; }

    public long ValueWidth { get; init; }

    /// <summary>It looks back so many tokens and needs no more; null where it attends to all.</summary>
    public int? Window { get; init; }

    /// <summary>Of a recurrent layer, in 32 bits each, whatever the context.</summary>
    public long StateValues { get; init; }
}
