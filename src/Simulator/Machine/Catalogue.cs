namespace LlmObs.Simulator.Machine;

/// <summary>
/// The models of the Simulator: four small ones for demonstrations, and the fourteen variants of the 512 GB plan.
/// Their figures are inventions of a plausible size; nothing here was measured. They are the truth a measurement must find.
/// </summary>
internal static class Catalogue
{
    private const double GB = 1e9;

    public static IReadOnlyList<SimulatedModel> Models { get; } =
    [
        Demo("demo-coder@q4_k_m", "Q4_K_M", "gguf", bits: 4.8, sizeGB: 4.9, speed: 210, loadSeconds: 0.20, drift: 0.15),
        Demo("demo-coder@q6_k", "Q6_K", "gguf", bits: 6.6, sizeGB: 6.6, speed: 165, loadSeconds: 0.26, drift: 0.05),
        Demo("demo-coder@q8_0", "Q8_0", "gguf", bits: 8.5, sizeGB: 8.5, speed: 130, loadSeconds: 0.33, drift: 0.01),
        Demo("demo-coder-mlx@4bit", "4bit", "mlx", bits: 4.5, sizeGB: 4.6, speed: 225, loadSeconds: 0.18, drift: 0.18),
        MiniMax("unsloth/minimax-m2.1@q4_k_s", "Q4_K_S", "gguf", bits: 4.5, sizeGB: 130, speed: 48.6, drift: 0.15),
        MiniMax("unsloth/minimax-m2.1@q4_k_m", "Q4_K_M", "gguf", bits: 4.8, sizeGB: 138, speed: 46.9, drift: 0.12),
        MiniMax("unsloth/minimax-m2.1@q6_k", "Q6_K", "gguf", bits: 6.6, sizeGB: 188, speed: 39.5, drift: 0.05),
        MiniMax("unsloth/minimax-m2.1@q8_0", "Q8_0", "gguf", bits: 8.5, sizeGB: 243, speed: 34.1, drift: 0.01),
        MiniMax("unsloth/minimax-m2.1@bf16", "BF16", "gguf", bits: 16, sizeGB: 457, speed: 19.8, drift: 0),
        MiniMax("mlx-community/minimax-m2.1-4bit", "4bit", "mlx", bits: 4.5, sizeGB: 120, speed: 47.8, drift: 0.18),
        MiniMax("mlx-community/minimax-m2.1-6bit", "6bit", "mlx", bits: 6.5, sizeGB: 180, speed: 39.8, drift: 0.06),
        MiniMax("mlx-community/minimax-m2.1-8bit", "8bit", "mlx", bits: 8.5, sizeGB: 240, speed: 35.4, drift: 0.02),
        Qwen("unsloth/qwen3-coder-next@q4_k_m", "Q4_K_M", bits: 4.8, sizeGB: 48.5, speed: 62, drift: 0.12),
        Qwen("unsloth/qwen3-coder-next@q6_k", "Q6_K", bits: 6.6, sizeGB: 65.5, speed: 54, drift: 0.05),
        Qwen("unsloth/qwen3-coder-next@q8_0", "Q8_0", bits: 8.5, sizeGB: 84.8, speed: 47, drift: 0.01),
        Qwen("unsloth/qwen3-coder-next@q4_0", "Q4_0", bits: 4.5, sizeGB: 45.3, speed: 65, drift: 0.20),
        Qwen("unsloth/qwen3-coder-next@q2_k", "Q2_K", bits: 2.9, sizeGB: 29.2, speed: 71, drift: 0.45),
        Qwen("unsloth/qwen3-coder-next@bf16", "BF16", bits: 16, sizeGB: 159, speed: 31, drift: 0),
    ];

    /// <summary>What clients are calibrated with; in no list. They wait for nothing but their own pace.</summary>
    public static IReadOnlyList<SimulatedModel> Yardsticks { get; } =
    [
        Yardstick("yardstick@20ms", tokensPerSecond: 50),
        Yardstick("yardstick@1ms", tokensPerSecond: 1000),
        Yardstick("yardstick@0", tokensPerSecond: 1e12),
    ];

    private static SimulatedModel Yardstick(string key, double tokensPerSecond) => Demo(key, "none", "gguf", bits: 0, sizeGB: 0, tokensPerSecond, loadSeconds: 0, drift: 0) with
    {
        PrefillTokensPerSecond = 1e12,
        FixedDelay = TimeSpan.FromMilliseconds(20),
        ColdDelay = TimeSpan.Zero,
        AnswersInFull = true,
    };

    private static SimulatedModel Demo(string key, string quantization, string format, double bits, double sizeGB, double speed, double loadSeconds, double drift) => new()
    {
        Key = key,
        Name = format == "mlx" ? "Demo Coder MLX" : "Demo Coder",
        Publisher = "demo",
        Architecture = "demo",
        Quantization = quantization,
        BitsPerWeight = bits,
        Parameters = "8B",
        Format = format,
        SizeBytes = (long)(sizeGB * GB),
        BaseMemoryBytes = (long)((sizeGB + 1) * GB),
        ContextBytesPerToken = 32 << 10,
        MaximumContextTokens = 262_144,
        DecodeTokensPerSecond = speed,
        PrefillTokensPerSecond = 4_000,
        FixedDelay = TimeSpan.FromMilliseconds(60),
        ColdDelay = TimeSpan.FromMilliseconds(150),
        LoadTime = TimeSpan.FromSeconds(loadSeconds),
        Watts = 60 + 3 * sizeGB,
        Drift = drift,
    };

    private static SimulatedModel MiniMax(string key, string quantization, string format, double bits, double sizeGB, double speed, double drift) =>
        Large(key, quantization, format, bits, sizeGB, speed, drift) with
        {
            Name = "MiniMax M2.1",
            Architecture = "minimax-m2",
            Parameters = "230B",
            ContextBytesPerToken = 248 << 10,
            MaximumContextTokens = 196_608,
            ThinkingTokens = 160,
        };

    private static SimulatedModel Qwen(string key, string quantization, double bits, double sizeGB, double speed, double drift) =>
        Large(key, quantization, "gguf", bits, sizeGB, speed, drift) with
        {
            Name = "Qwen3 Coder Next",
            Architecture = "qwen3next",
            Parameters = "80B",
            ContextBytesPerToken = 24 << 10,
            MaximumContextTokens = 262_144,
        };

    private static SimulatedModel Large(string key, string quantization, string format, double bits, double sizeGB, double speed, double drift) => new()
    {
        Key = key,
        Name = key,
        Publisher = key[..key.IndexOf('/', StringComparison.Ordinal)],
        Architecture = "",
        Quantization = quantization,
        BitsPerWeight = bits,
        Parameters = "",
        Format = format,
        SizeBytes = (long)(sizeGB * GB),
        BaseMemoryBytes = (long)((sizeGB + 2) * GB),
        ContextBytesPerToken = 0,
        MaximumContextTokens = 0,
        DecodeTokensPerSecond = speed,
        PrefillTokensPerSecond = speed * 9,
        FixedDelay = TimeSpan.FromMilliseconds(format == "mlx" ? 900 : 350),
        ColdDelay = TimeSpan.FromSeconds(sizeGB / 20),
        LoadTime = TimeSpan.FromSeconds(sizeGB / 4),
        Watts = 120 + sizeGB / 6,
        Drift = drift,
    };
}
