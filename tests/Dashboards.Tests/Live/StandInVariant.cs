using LlmObs.Telemetry;
using static LlmObs.Telemetry.Attributes;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>A made-up variant whose speed lies close to its neighbours'.</summary>
internal sealed record StandInVariant(string Model, string Quantization, string Format, string Bits, double Speed, double GB, int Loads = 6, bool IsSimulated = false)
{
    public static IReadOnlyList<StandInVariant> All { get; } =
    [
        new("minimax-m2.1", "4bit", "mlx", "4", 49.5, 120), new("minimax-m2.1", "Q4_K_M", "gguf", "4", 47.0, 138),
        new("minimax-m2.1", "6bit", "mlx", "6", 39.8, 180), new("minimax-m2.1", "Q6_K", "gguf", "6", 39.5, 188),
        new("minimax-m2.1", "8bit", "mlx", "8", 35.4, 240), new("minimax-m2.1", "Q8_0", "gguf", "8", 34.1, 243),
        new("minimax-m2.1", "BF16", "gguf", "16", 19.8, 457, Loads: 1),
        new("qwen3-coder-next", "Q4_K_M", "gguf", "4", 62.3, 48.5), new("qwen3-coder-next", "Q8_0", "gguf", "8", 47.1, 84.8),
        new("demo-coder", "Q4_K_M", "gguf", "4", 208, 4.9, Loads: 2, IsSimulated: true), new("demo-coder-mlx", "4bit", "mlx", "4", 224, 4.6, Loads: 2, IsSimulated: true),
    ];

    public IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [RequestModel] = Model,
        [Variant] = $"{Model}-{Quantization}".ToLowerInvariant(),
        [Attributes.Quantization] = Quantization,
        [Attributes.Format] = Format,
        [Backend] = Format == "mlx" ? "mlx" : "llama.cpp",
        [Attributes.Bits] = Bits,
        [Simulated] = IsSimulated ? "true" : "false",
    };
}
