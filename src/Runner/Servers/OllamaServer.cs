using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

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

    public override ServerWords Words => new OllamaWords(Identity);

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var onDisk = await AskAsync<Models>("api/tags", cancellationToken);
        var running = (await AskAsync<Models>("api/ps", cancellationToken)).Items.ToLookup(model => model.Name, StringComparer.Ordinal);
        var models = new List<LocalModel>();
        foreach (var model in onDisk.Items.Where(IsLanguageModel))
        {
            var held = running[model.Name].ToList();
            models.Add(Read(model, held) with { MaximumContextTokens = held.Count == 0 ? null : await AskMaximumContextAsync(model.Name, cancellationToken) });
        }
        return models;
    }

    public override Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Identity.Version is { } version ? $"Ollama {version}" : null);

    /// <summary>Of a model in memory, from its file's own description; <c>/api/show</c> loads nothing. A version that does not say costs only this figure.</summary>
    private async Task<int?> AskMaximumContextAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await Channel.PostAsync("api/show", new JsonObject { ["model"] = name }, AnswerLimit, cancellationToken);
        return answer.IsGood && answer.Member("model_info") is { ValueKind: JsonValueKind.Object } facts
            ? facts.EnumerateObject().Where(fact => fact.Name.EndsWith(".context_length", StringComparison.Ordinal) && fact.Value.ValueKind == JsonValueKind.Number)
                .Select(fact => fact.Value.TryGetInt32(out var tokens) ? tokens : (int?)null).FirstOrDefault()
            : null;
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
        Digest = model.Digest is { Length: > 0 } digest ? digest : null,
        Instances = [.. running.Select(now => new LoadedInstance { Id = now.Name, ContextTokens = now.ContextLength, ProcessorShare = ProcessorShare(now) })],
    };

    /// <summary><c>size</c> is all it takes, <c>size_vram</c> what of it the graphics processor holds.</summary>
    private static double? ProcessorShare(Model running) =>
        running is { Size: > 0 and var size, SizeVram: >= 0 and var onGpu } && onGpu <= size ? 1 - (double)onGpu / size : null;

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

        public long? SizeVram { get; init; }

        public string? Digest { get; init; }

        public DateTimeOffset? ModifiedAt { get; init; }

        public int? ContextLength { get; init; }

        public Details? Details { get; init; }
    }

    private sealed record Details(string? Format, string? Family, string? QuantizationLevel);

    private sealed class OllamaWords(ServerIdentity server) : ServerWords(server)
    {
        public override string Load(string key, int? contextTokens) => $"ollama run {key} \"\"";

        public override string Unload(string instanceId) => $"ollama stop {instanceId}";

        public override string? Fetch(Resolution missing) => missing.Variant.Source is { } source
            ? $"ollama pull hf.co/{source.Repository}{(source.File is null ? "" : $":{source.File}")}"
            : null;

        public override string WhenNotLoaded(string? key) => $"Load {(key is null ? "one" : "it")} with: {Load(key ?? "<model>", contextTokens: null)}";

        public override string WhenContextIsTooSmall(int tokens) => FormattableString.Invariant($"Ollama would cut a longer prompt in silence. Start it with OLLAMA_CONTEXT_LENGTH={tokens} (on a Mac: launchctl setenv OLLAMA_CONTEXT_LENGTH {tokens}, then start it again), load the model, and go on with --resume.");
    }
}
