namespace LlmObs.Simulator.Machine;

/// <summary>A model that does not exist, with speeds that are exactly known. All durations are at time scale 1.</summary>
public sealed record SimulatedModel
{
    public required string Key { get; init; }

    public required string Publisher { get; init; }

    public required string Architecture { get; init; }

    public required string Quantization { get; init; }

    /// <summary>gguf or mlx.</summary>
    public required string Format { get; init; }

    public required long SizeBytes { get; init; }

    public required long MemoryBytes { get; init; }

    public required int MaximumContextTokens { get; init; }

    public required double DecodeTokensPerSecond { get; init; }

    public required double PrefillTokensPerSecond { get; init; }

    /// <summary>Spent on every request before prefill.</summary>
    public required TimeSpan FixedDelay { get; init; }

    public required TimeSpan LoadTime { get; init; }

    /// <summary>Its answers begin with reasoning.</summary>
    public bool Thinks { get; init; }

    public string DisplayName => $"{Key} (simulated)";
}
