using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Ollama: a request for a model that is not in memory would load it, so only what <c>/api/ps</c> shows counts as loaded.</summary>
internal sealed class OllamaServer(ServerConnection connection) : LlmServer(connection)
{
    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "ollama",
        Name = "Ollama",
        UsualPort = 11434,
        StartCommand = "ollama serve",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new OllamaServer(connection),
    };

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var onDisk = await AskAsync<Models>("api/tags", cancellationToken);
        var running = (await AskAsync<Models>("api/ps", cancellationToken)).Items.ToLookup(model => model.Name, StringComparer.Ordinal);
        return [.. onDisk.Items.Where(IsLanguageModel).Select(model => Read(model, running[model.Name]))];
    }

    private static bool IsLanguageModel(Model model) => model.Details?.Family?.Contains("bert", StringComparison.OrdinalIgnoreCase) is not true;

    private static LocalModel Read(Model model, IEnumerable<Model> running) => new()
    {
        Key = model.Name,
        Architecture = model.Details?.Family,
        Quantization = model.Details?.QuantizationLevel is { Length: > 0 } level and not "unknown" ? level : null,
        Format = model.Details?.Format == "gguf" ? ModelFormat.Gguf : ModelFormat.Other,
        FileSize = model.Size is { } bytes ? new DataSize(bytes) : null,
        ModifiedAt = model.ModifiedAt,
        Instances = [.. running.Select(now => new LoadedInstance { Id = now.Name, ContextTokens = now.ContextLength })],
    };

    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var root = await probe.GetAsync("", cancellationToken);
        if (!root.Text.StartsWith("Ollama is running", StringComparison.Ordinal))
            return null;
        return new Greeting((await probe.GetAsync("api/version", cancellationToken)).TextMember("version"));
    }

    /// <summary>The answer of <c>/api/tags</c> and <c>/api/ps</c>.</summary>
    private sealed record Models
    {
        [System.Text.Json.Serialization.JsonPropertyName("models")]
        public required IReadOnlyList<Model> Items { get; init; }
    }

    private sealed record Model
    {
        public required string Name { get; init; }

        public long? Size { get; init; }

        public DateTimeOffset? ModifiedAt { get; init; }

        public int? ContextLength { get; init; }

        public Details? Details { get; init; }
    }

    private sealed record Details(string? Format, string? Family, string? QuantizationLevel);
}
