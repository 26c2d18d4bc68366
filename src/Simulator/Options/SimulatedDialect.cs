using System.Text.Json.Serialization;

namespace LlmObs.Simulator.Options;

/// <summary>Whose face the Simulator wears: paths, signs, errors, chunks and reports of that server over the same engine.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SimulatedDialect>))]
public enum SimulatedDialect
{
    [JsonStringEnumMemberName("lm_studio")]
    LmStudio,

    /// <summary>llama-server with the one model of its command line.</summary>
    [JsonStringEnumMemberName("llama_cpp")]
    LlamaCpp,

    /// <summary>llama-server over a folder of models.</summary>
    [JsonStringEnumMemberName("llama_cpp_router")]
    LlamaCppRouter,

    [JsonStringEnumMemberName("ollama")]
    Ollama,

    [JsonStringEnumMemberName("mlx_lm")]
    MlxLm,

    [JsonStringEnumMemberName("vllm")]
    Vllm,

    /// <summary>A server with nothing but <c>/v1</c>.</summary>
    [JsonStringEnumMemberName("openai")]
    OpenAi,
}

/// <summary>The dialects as one types them.</summary>
public static class SimulatedDialectNames
{
    private static readonly Dictionary<string, SimulatedDialect> Named = new(StringComparer.Ordinal)
    {
        ["lm_studio"] = SimulatedDialect.LmStudio,
        ["llama_cpp"] = SimulatedDialect.LlamaCpp,
        ["llama_cpp_router"] = SimulatedDialect.LlamaCppRouter,
        ["ollama"] = SimulatedDialect.Ollama,
        ["mlx_lm"] = SimulatedDialect.MlxLm,
        ["vllm"] = SimulatedDialect.Vllm,
        ["openai"] = SimulatedDialect.OpenAi,
    };

    public static IEnumerable<string> All => Named.Keys;

    public static string Of(SimulatedDialect dialect) => Named.First(pair => pair.Value == dialect).Key;

    public static SimulatedDialect? Find(string name) => Named.TryGetValue(name, out var dialect) ? dialect : null;
}
