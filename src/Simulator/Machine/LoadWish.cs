namespace LlmObs.Simulator.Machine;

/// <summary>What a model is to be loaded with; null leaves it to the machine.</summary>
public sealed record LoadWish
{
    public int? ContextTokens { get; init; }

    public bool? FlashAttention { get; init; }

    public int? EvalBatchSize { get; init; }

    public bool? OffloadsCache { get; init; }
}
