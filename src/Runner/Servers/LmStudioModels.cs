using System.Text.Json;
using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>The answer of LM Studio's <c>GET /api/v1/models</c>.</summary>
internal sealed record LmStudioModels
{
    public required IReadOnlyList<LmStudioModel> Models { get; init; }
}

internal sealed record LmStudioModel
{
    public string? Type { get; init; }

    public string? Publisher { get; init; }

    public required string Key { get; init; }

    public string? DisplayName { get; init; }

    public string? Architecture { get; init; }

    public LmStudioQuantization? Quantization { get; init; }

    public long? SizeBytes { get; init; }

    public IReadOnlyList<LmStudioInstance> LoadedInstances { get; init; } = [];

    public int? MaxContextLength { get; init; }

    public string? Format { get; init; }

    /// <summary>"key@quant" each, as text or as an object with a key.</summary>
    public IReadOnlyList<JsonElement>? Variants { get; init; }

    public string? SelectedVariant { get; init; }

    public ModelFormat ModelFormat => Format switch { "gguf" => ModelFormat.Gguf, "mlx" => ModelFormat.Mlx, _ => ModelFormat.Other };

    public IEnumerable<string> VariantKeys => (Variants ?? []).Select(VariantKey).OfType<string>();

    private static string? VariantKey(JsonElement variant) => variant switch
    {
        { ValueKind: JsonValueKind.String } => variant.GetString(),
        { ValueKind: JsonValueKind.Object } when variant.TryGetProperty("key", out var key) => key.GetString(),
        _ => null,
    };
}

internal sealed record LmStudioQuantization(string? Name);

internal sealed record LmStudioInstance(string Id, LmStudioConfig? Config)
{
    public LoadedInstance ToInstance() => new()
    {
        Id = Id,
        ContextTokens = Config?.ContextLength,
        FlashAttention = Config?.FlashAttention,
        ParallelSlots = Config?.Parallel,
    };
}

/// <summary>As <c>loaded_instances[].config</c> and as the <c>load_config</c> that a load echoes.</summary>
internal sealed record LmStudioConfig(int? ContextLength, bool? FlashAttention, int? Parallel);

/// <summary>The answer of <c>POST /api/v1/models/load</c>.</summary>
internal sealed record LmStudioLoaded
{
    public required string InstanceId { get; init; }

    public double? LoadTimeSeconds { get; init; }

    public string? Status { get; init; }

    public LmStudioConfig? LoadConfig { get; init; }
}
