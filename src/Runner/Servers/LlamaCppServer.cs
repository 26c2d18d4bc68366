using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>llama-server with the one model of its command line. A sleeping one is not measured: the first request would load it.</summary>
internal sealed class LlamaCppServer(ServerConnection connection) : LlmServer(connection)
{
    private readonly LlamaCppActivity _activity = new((path, cancellationToken) => connection.Channel.GetAsync(path, AnswerLimit, cancellationToken));

    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "llama_cpp",
        Name = "llama.cpp",
        UsualPort = 8080,
        StartCommand = "llama-server -m MODEL.gguf",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new LlamaCppServer(connection),
    };

    public override ServerWords Words => new OneModelWords(Identity);

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var listed = await AskModelsAsync(cancellationToken);
        var props = await AskAsync<Props>("props", cancellationToken);
        return [.. listed.Select(model => Read(model, props))];
    }

    public override Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken) => _activity.ReadAsync(cancellationToken);

    public override Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Identity.Version is { } build ? $"llama.cpp {build}" : null);

    private LocalModel Read(ListedModel model, Props props)
    {
        var context = model.Meta?.NCtx ?? props.DefaultGenerationSettings?.NCtx;
        var instance = new LoadedInstance { Id = model.Id, ContextTokens = context, ParallelSlots = props.TotalSlots };
        return LlamaCppModels.Describe(model, Identity.Address, props.ModelPath, props.ModelFtype) with { Instances = props.IsSleeping is true ? [] : [instance] };
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

    private sealed class OneModelWords(ServerIdentity server) : ServerWords(server)
    {
        public override string WhenNotLoaded(string? key) => "Start llama-server with -m <file.gguf>, then run again.";

        public override string WhenContextIsTooSmall(int tokens) =>
            FormattableString.Invariant($"Start llama-server with --ctx-size {tokens}, times its --parallel where slots share the context, and go on with --resume.");
    }
}
