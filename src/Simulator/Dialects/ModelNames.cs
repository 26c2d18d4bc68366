using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>What a model is called: LM Studio's <c>publisher/name@quant</c> as the other servers write such names.</summary>
internal static class ModelNames
{
    public static string Of(SimulatedModel model, SimulatedDialect dialect) => dialect switch
    {
        SimulatedDialect.LlamaCpp => Path(model),
        SimulatedDialect.LlamaCppRouter => model.Key.Replace('@', ':'),
        SimulatedDialect.Ollama => model.Key.Replace('@', ':'),
        SimulatedDialect.MlxLm or SimulatedDialect.Vllm => Repository(model),
        SimulatedDialect.OpenAi => model.Key.Replace('@', '-'),
        _ => model.Key,
    };

    public static SimulatedModel? Find(string name, SimulatedDialect dialect) =>
        SimulatedMachine.Models.FirstOrDefault(model => string.Equals(Of(model, dialect), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>On a disk that does not exist.</summary>
    public static string Path(SimulatedModel model) => $"/simulated/{model.Key.Replace('/', '_').Replace('@', '-')}.gguf";

    /// <summary>llama.cpp's words for a quantization: "Q4_K - Medium", "Q8_0".</summary>
    public static string FileType(SimulatedModel model) => model.Quantization switch
    {
        ['Q', _, '_', 'K', '_', 'S'] => $"{model.Quantization[..4]} - Small",
        ['Q', _, '_', 'K', '_', 'M'] => $"{model.Quantization[..4]} - Medium",
        "Q2_K" => "Q2_K - Medium",
        var other => other,
    };

    private static string Repository(SimulatedModel model)
    {
        var name = model.Key.Replace('@', '-');
        return name.Contains('/', StringComparison.Ordinal) ? name : $"{model.Publisher}/{name}";
    }
}
