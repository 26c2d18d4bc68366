using System.Globalization;
using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>
/// llama-server as a router over several models: <c>--models-dir</c>. It loads and unloads when asked, each model in a process of its own.
/// How a model is started is in the router's own arguments: a load call cannot ask for a context.
/// </summary>
internal sealed class LlamaCppRouter(ServerConnection connection) : LlmServer(connection)
{
    /// <summary>It answers a load call at once and loads behind it: how finely a load time is seen.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan UnloadLimit = TimeSpan.FromMinutes(2);

    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "llama_cpp",
        Name = "llama.cpp",
        UsualPort = 8080,
        StartCommand = "llama-server --models-dir FOLDER",
        RecogniseAsync = RecogniseAsync,
        Open = opened => new LlamaCppRouter(opened),
    };

    public override bool CanLoad => true;

    public override ServerWords Words => new RouterWords(Identity);

    /// <summary>No model is named in any question: the router would load the one that is.</summary>
    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken) =>
        [.. (await AskModelsAsync(cancellationToken)).Select(Read)];

    public override async Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        await RefuseSmallerContextAsync(model, options, cancellationToken);
        var answer = await Channel.PostAsync("models/load", Named(model.Key), AnswerLimit, cancellationToken);
        if (!answer.IsGood)
            throw ServerProblem.Refused(Identity, $"the loading of {model.Key}", answer, Channel.HasKey);
        var listed = await WhenAsync(model.Key, one => one.Status?.Value is "loaded" || HasFailed(one), cancellationToken);
        if (HasFailed(listed))
            throw new ServerException(string.Create(CultureInfo.InvariantCulture, $"{Identity.Name} could not load {model.Key}: its process ended with {listed.Status?.ExitCode}. The router's own log says why.")) { Cause = LoadFailureCause.ProcessDied };
        var instance = Read(listed).Instances[0];
        return LoadVerifier.Verify(model, options, instance, await ListModelsAsync(cancellationToken)) is { } reason
            ? throw new ServerException(reason) { Cause = LoadFailureCause.NotAsAsked }
            : new LoadedModel { Instance = instance, Runtime = await ReadRuntimeAsync(instance.Id, cancellationToken) };
    }

    /// <summary>Returns when its process is gone, so that its memory is free.</summary>
    public override async Task UnloadAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(UnloadLimit, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var answer = await Channel.PostAsync("models/unload", Named(instanceId), AnswerLimit, cancellationToken);
        if (!answer.IsGood)
            throw ServerProblem.Refused(Identity, $"the unloading of {instanceId}", answer, Channel.HasKey);
        try
        {
            await WhenAsync(instanceId, one => one.Status?.Value is "unloaded", either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ServerException($"{Identity.Name} was asked to unload {instanceId}, but still holds it after {Duration.ToText(UnloadLimit)}.");
        }
    }

    /// <summary>Of a model that is in memory, and asked not to load it where it is not any more.</summary>
    public override Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken) =>
        new LlamaCppActivity((path, stopping) => Channel.GetAsync($"{path}?model={Uri.EscapeDataString(instanceId)}&autoload=false", AnswerLimit, stopping)).ReadAsync(cancellationToken);

    public override Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Identity.Version is { } build ? $"llama.cpp {build}" : null);

    private LocalModel Read(ListedModel model) => LlamaCppModels.Describe(model, Identity.Address, LlamaCppModels.PathOf(model), fileType: null) with
    {
        Instances = model.Status?.Value == "loaded" ? [new LoadedInstance { Id = model.Id, ContextTokens = model.Meta?.NCtx }] : [],
    };

    private async Task<ListedModel> WhenAsync(string id, Func<ListedModel, bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var model = (await AskModelsAsync(cancellationToken)).FirstOrDefault(one => one.Id == id)
                ?? throw new ServerException($"{Identity.Name} does not list {id} any more.");
            if (isSo(model))
                return model;
            await Task.Delay(BetweenLooks, Clock, cancellationToken);
        }
    }

    private async Task RefuseSmallerContextAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        var listed = (await AskModelsAsync(cancellationToken)).FirstOrDefault(one => one.Id == model.Key);
        if (listed is not null && LlamaCppModels.PlannedContextOf(listed) is { } context && context < options.ContextTokens)
            throw new ServerException(string.Create(CultureInfo.InvariantCulture,
                $"{Identity.Name}'s router starts {model.Key} with a context of {context:N0} tokens, and the plan asks for {options.ContextTokens:N0}. Start the router with --ctx-size {options.ContextTokens} or more."));
    }

    private static bool HasFailed(ListedModel model) => model.Status is { Failed: true, Value: not "loading" };

    private static JsonObject Named(string model) => new() { ["model"] = model };

    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var props = await probe.GetAsync("props", cancellationToken);
        return props.IsGood && props.TextMember("role") == "router" ? new Greeting(props.TextMember("build_info")) : null;
    }

    internal sealed class RouterWords(ServerIdentity server) : ServerWords(server)
    {
        public override string Load(string key, int? contextTokens) => Call("models/load", key);

        public override string Unload(string instanceId) => Call("models/unload", instanceId);

        public override string WhenNotLoaded(string? key) => $"Load {(key is null ? "one" : "it")} with: {Load(key ?? "<model>", contextTokens: null)}";

        public override string WhenContextIsTooSmall(int tokens) => FormattableString.Invariant($"Start the router with --ctx-size {tokens} or more, and go on with --resume.");

        private string Call(string path, string model) => $"curl {new Uri(Server.Address, path)} -H 'Content-Type: application/json' -d '{{\"model\":\"{model}\"}}'";
    }
}
