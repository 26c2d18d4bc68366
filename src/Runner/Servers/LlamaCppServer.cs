using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>
/// llama-server: one model from the command line, or several behind its router, of which those in memory are measured.
/// A sleeping one is not: the first request would load it.
/// </summary>
internal sealed class LlamaCppServer(ServerConnection connection) : LlmServer(connection)
{
    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "llama_cpp",
        Name = "llama.cpp",
        UsualPort = 8080,
        StartCommand = "llama-server -m MODEL.gguf",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new LlamaCppServer(connection),
    };

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var listed = await AskModelsAsync(cancellationToken);
        // no model is named here: a router would load the one that is
        var props = await AskAsync<Props>("props", cancellationToken);
        return [.. listed.Select(model => model.Status is null ? Read(model, props) : ReadRouted(model))];
    }

    public override Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Identity.Version is { } build ? $"llama.cpp {build}" : null);

    private LocalModel Read(ListedModel model, Props props)
    {
        var context = model.Meta?.NCtx ?? props.DefaultGenerationSettings?.NCtx;
        var instance = new LoadedInstance { Id = model.Id, ContextTokens = context, ParallelSlots = props.TotalSlots };
        return Describe(model, props.ModelPath, props.ModelFtype) with { Instances = props.IsSleeping is true ? [] : [instance] };
    }

    private LocalModel ReadRouted(ListedModel model) => Describe(model, model.Path, fileType: null) with
    {
        Instances = model.Status?.Value == "loaded" ? [new LoadedInstance { Id = model.Id, ContextTokens = model.Meta?.NCtx }] : [],
    };

    private LocalModel Describe(ListedModel model, string? path, string? fileType)
    {
        var file = ModelFile.Find(Identity.Address, path);
        return new LocalModel
        {
            Key = model.Id,
            DisplayName = Path.GetFileNameWithoutExtension(path),
            // the file's own word before what someone called it
            Quantization = QuantizationName.FromFileType(fileType ?? model.Meta?.Ftype)
                ?? QuantizationName.FromName(Path.GetFileName(path))
                ?? QuantizationName.FromName(model.Id),
            Format = ModelFormat.Gguf,
            FileSize = file?.Size ?? (model.Meta?.Size is { } bytes ? new DataSize(bytes) : null),
            Path = file?.Path,
            ModifiedAt = file?.ModifiedAt,
            MaximumContextTokens = model.Meta?.NCtxTrain,
        };
    }

    /// <summary>It signs every answer, also those that refuse a key or say that the model is still loading.</summary>
    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var props = await probe.GetAsync("props", cancellationToken);
        var isSigned = props.ServerHeader?.StartsWith("llama.cpp", StringComparison.Ordinal) is true;
        var isKnown = props.IsGood && props.Member("default_generation_settings") is not null;
        return isSigned || isKnown ? new Greeting(props.TextMember("build_info")) : null;
    }

    private sealed record Props
    {
        public string? ModelPath { get; init; }

        public string? ModelFtype { get; init; }

        public int? TotalSlots { get; init; }

        public bool? IsSleeping { get; init; }

        public GenerationSettings? DefaultGenerationSettings { get; init; }
    }

    private sealed record GenerationSettings(int? NCtx);
}
