namespace LlmObs.Simulator.Machine;

/// <summary>
/// The models of the Simulator: four small ones for demonstrations, and the fourteen variants of the 512 GB plan.
/// Their figures are inventions of a plausible size; nothing here was measured.
/// </summary>
internal static class Catalogue
{
    private const long GB = 1_000_000_000;

    public static IReadOnlyList<SimulatedModel> Models { get; } =
    [
        Demo("demo-coder@q4_k_m", "Q4_K_M", "gguf", sizeGB: 4.9, speed: 210, loadSeconds: 0.20),
        Demo("demo-coder@q6_k", "Q6_K", "gguf", sizeGB: 6.6, speed: 165, loadSeconds: 0.26),
        Demo("demo-coder@q8_0", "Q8_0", "gguf", sizeGB: 8.5, speed: 130, loadSeconds: 0.33),
        Demo("demo-coder-mlx@4bit", "4bit", "mlx", sizeGB: 4.6, speed: 225, loadSeconds: 0.18),
        MiniMax("unsloth", "minimax-m2.1@q4_k_s", "Q4_K_S", "gguf", sizeGB: 130, speed: 48.6),
        MiniMax("unsloth", "minimax-m2.1@q4_k_m", "Q4_K_M", "gguf", sizeGB: 138, speed: 46.9),
        MiniMax("unsloth", "minimax-m2.1@q6_k", "Q6_K", "gguf", sizeGB: 188, speed: 39.5),
        MiniMax("unsloth", "minimax-m2.1@q8_0", "Q8_0", "gguf", sizeGB: 243, speed: 34.1),
        MiniMax("unsloth", "minimax-m2.1@bf16", "BF16", "gguf", sizeGB: 457, speed: 19.8),
        MiniMax("mlx-community", "minimax-m2.1-4bit", "4bit", "mlx", sizeGB: 120, speed: 47.8),
        MiniMax("mlx-community", "minimax-m2.1-6bit", "6bit", "mlx", sizeGB: 180, speed: 39.8),
        MiniMax("mlx-community", "minimax-m2.1-8bit", "8bit", "mlx", sizeGB: 240, speed: 35.4),
        Qwen("qwen3-coder-next@q4_k_m", "Q4_K_M", sizeGB: 48.5, speed: 62),
        Qwen("qwen3-coder-next@q6_k", "Q6_K", sizeGB: 65.5, speed: 54),
        Qwen("qwen3-coder-next@q8_0", "Q8_0", sizeGB: 84.8, speed: 47),
        Qwen("qwen3-coder-next@q4_0", "Q4_0", sizeGB: 45.3, speed: 65),
        Qwen("qwen3-coder-next@q2_k", "Q2_K", sizeGB: 29.2, speed: 71),
        Qwen("qwen3-coder-next@bf16", "BF16", sizeGB: 159, speed: 31),
    ];

    private static SimulatedModel Demo(string key, string quantization, string format, double sizeGB, double speed, double loadSeconds) => new()
    {
        Key = key,
        Publisher = "demo",
        Architecture = "demo",
        Quantization = quantization,
        Format = format,
        SizeBytes = (long)(sizeGB * GB),
        MemoryBytes = (long)((sizeGB + 1) * GB),
        MaximumContextTokens = 32_768,
        DecodeTokensPerSecond = speed,
        PrefillTokensPerSecond = 4_000,
        FixedDelay = TimeSpan.FromMilliseconds(60),
        LoadTime = TimeSpan.FromSeconds(loadSeconds),
    };

    private static SimulatedModel MiniMax(string publisher, string key, string quantization, string format, double sizeGB, double speed) =>
        Large(publisher, key, quantization, format, sizeGB, speed) with { Architecture = "minimax-m2", MaximumContextTokens = 196_608, Thinks = true };

    private static SimulatedModel Qwen(string key, string quantization, double sizeGB, double speed) =>
        Large("unsloth", key, quantization, "gguf", sizeGB, speed) with { Architecture = "qwen3next", MaximumContextTokens = 262_144 };

    private static SimulatedModel Large(string publisher, string key, string quantization, string format, double sizeGB, double speed) => new()
    {
        Key = $"{publisher}/{key}",
        Publisher = publisher,
        Architecture = "",
        Quantization = quantization,
        Format = format,
        SizeBytes = (long)(sizeGB * GB),
        MemoryBytes = (long)((sizeGB + 5) * GB),
        MaximumContextTokens = 0,
        DecodeTokensPerSecond = speed,
        PrefillTokensPerSecond = speed * 9,
        FixedDelay = TimeSpan.FromMilliseconds(format == "mlx" ? 900 : 350),
        LoadTime = TimeSpan.FromSeconds(sizeGB / 4),
    };
}
