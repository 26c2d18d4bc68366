namespace LlmObs.Simulator.Machine;

/// <summary>A model that does not exist, with speeds that are exactly known. All durations are at time scale 1.</summary>
public sealed record SimulatedModel
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string Publisher { get; init; }

    public required string Architecture { get; init; }

    public required string Quantization { get; init; }

    public required double BitsPerWeight { get; init; }

    /// <summary>As people say it: 230B.</summary>
    public required string Parameters { get; init; }

    /// <summary>gguf or mlx.</summary>
    public required string Format { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>Weights and buffers, without any context.</summary>
    public required long BaseMemoryBytes { get; init; }

    /// <summary>What each token of context takes in addition, for one sequence.</summary>
    public required long ContextBytesPerToken { get; init; }

    public required int MaximumContextTokens { get; init; }

    public required double DecodeTokensPerSecond { get; init; }

    public required double PrefillTokensPerSecond { get; init; }

    /// <summary>Spent on every request before prefill.</summary>
    public required TimeSpan FixedDelay { get; init; }

    /// <summary>Spent in addition on the first request after a load.</summary>
    public required TimeSpan ColdDelay { get; init; }

    /// <summary>From the disk.</summary>
    public required TimeSpan LoadTime { get; init; }

    /// <summary>What the machine draws while it answers, over what it draws idle.</summary>
    public required double Watts { get; init; }

    /// <summary>Tokens of reasoning before each answer; 0 for a model that does not think.</summary>
    public int ThinkingTokens { get; init; }

    /// <summary>Every answer is as long as its budget.</summary>
    public bool AnswersInFull { get; init; }

    /// <summary>The share of sentences this quantization says differently from the full precision: 0 none, 1 all.</summary>
    public required double Drift { get; init; }

    public string DisplayName => $"{Name} {Quantization} (simulated)";

    /// <summary>Where it could be downloaded from, did it exist: the name of a repository as on Hugging Face, any case.</summary>
    public string Repository => $"{(Key.Contains('/', StringComparison.Ordinal) ? "" : $"{Publisher}/")}{Key.Split('@')[0]}{(Format == "gguf" ? "-GGUF" : "")}";

    public long MemoryBytes(int contextTokens) => BaseMemoryBytes + ContextBytesPerToken * contextTokens;
}
