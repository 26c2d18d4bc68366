using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers.Lms;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Servers;

/// <summary>What all servers share: the measured path is the same, and unless a dialect knows better nothing is loaded or unloaded.</summary>
internal abstract class LlmServer(ServerConnection connection) : ILlmServer
{
    /// <summary>Listing reads a few files at most; a server silent for longer is hung.</summary>
    protected static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly OpenAiStreamClient _stream = new(connection.Identity.Address, connection.ApiKey, connection.Clock);

    public ServerIdentity Identity => connection.Identity;

    public virtual bool CanLoad => false;

    public virtual ServerWords Words => new(Identity);

    public virtual IModelDownloads? Downloads => null;

    protected ControlChannel Channel => connection.Channel;

    protected TimeProvider Clock => connection.Clock;

    protected LmsInstallation? Lms => connection.Lms;

    protected string? ApiKey => connection.ApiKey;

    public abstract Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken);

    public virtual Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken) =>
        throw new ServerException($"{Identity.Name} is measured with what it has loaded. Load {model.Key} there yourself, then run again.");

    public virtual Task UnloadAsync(string instanceId, CancellationToken cancellationToken) =>
        throw new ServerException($"{Identity.Name} is measured with what it has loaded; {instanceId} stays in its memory.");

    public virtual Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public virtual Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<ServerActivity?>(null);

    public virtual string? WhyNoParallelSlots =>
        $"{Identity.Name} takes no number of parallel slots when it is asked to load. Start it with as many as are wanted, and leave settings.parallelSlots out.";

    public virtual Task<LoadFacts> ReadFactsAsync(LocalModel model, CancellationToken cancellationToken) => Task.FromResult(new LoadFacts());

    public virtual Task<MemoryEstimate?> EstimateAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken) => Task.FromResult<MemoryEstimate?>(null);

    public virtual Task<CrossCheck?> CrossCheckAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<CrossCheck?>(null);

    public virtual LmStudioFolder? FindFolder(string userFolder) => null;

    public Task WarmUpConnectionsAsync(int connections, CancellationToken cancellationToken) => _stream.WarmUpAsync(connections, cancellationToken);

    public Task<RequestTimeline> StreamAsync(ChatRequest request, CancellationToken cancellationToken) => _stream.StreamAsync(request, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _stream.DisposeAsync();
    }

    protected async Task<bool> IsLoadedAsync(string instanceId, CancellationToken cancellationToken) =>
        (await ListModelsAsync(cancellationToken)).SelectMany(model => model.Instances).Any(instance => instance.Id == instanceId);

    /// <summary>The load as the list has it now. Throws, and leaves nothing behind, when another model, quantization or a smaller context was loaded than asked for.</summary>
    protected async Task<LoadedModel> ConfirmedAsync(LocalModel model, LoadOptions options, LoadedModel loaded, CancellationToken cancellationToken)
    {
        var listed = await ListModelsAsync(cancellationToken);
        if (LoadVerifier.Verify(model, options, loaded.Instance, listed) is { } reason)
            throw new ServerException($"{reason} {await TakeBackAsync(loaded.Instance.Id, cancellationToken)}") { Cause = LoadFailureCause.NotAsAsked };
        return loaded with { Instance = listed.SelectMany(one => one.Instances).First(one => one.Id == loaded.Instance.Id) };
    }

    /// <summary>A good answer of the expected shape, or the reason why not as a <see cref="ServerException"/>.</summary>
    protected async Task<T> AskAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await Channel.GetAsync(path, AnswerLimit, cancellationToken);
        return (answer.IsGood ? answer.Read<T>() : null) ?? throw ServerProblem.Refused(Identity, $"GET {path}", answer, Channel.HasKey);
    }

    /// <summary>The models of the OpenAI-compatible list.</summary>
    protected async Task<IReadOnlyList<ListedModel>> AskModelsAsync(CancellationToken cancellationToken) =>
        (await AskAsync<ModelList>("v1/models", cancellationToken)).Data;

    /// <summary>What was loaded otherwise than asked goes out again. How that went, in a sentence.</summary>
    private async Task<string> TakeBackAsync(string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            await UnloadAsync(instanceId, cancellationToken);
            return "It was unloaded again.";
        }
        catch (ServerException problem)
        {
            return $"It could not be unloaded again: {problem.Message}";
        }
    }
}

/// <summary>The answer of <c>GET /v1/models</c> with the additions some servers make.</summary>
internal sealed record ModelList
{
    public required IReadOnlyList<ListedModel> Data { get; init; }
}

internal sealed record ListedModel
{
    public required string Id { get; init; }

    public string? OwnedBy { get; init; }

    /// <summary>vLLM: the context it was started with.</summary>
    public int? MaxModelLen { get; init; }

    /// <summary>vLLM: the path or repository behind the served name.</summary>
    public string? Root { get; init; }

    /// <summary>vLLM: set on an adapter that rides on another model.</summary>
    public string? Parent { get; init; }

    /// <summary>llama.cpp as a router: the context the model was made for.</summary>
    public int? ContextLength { get; init; }

    /// <summary>llama.cpp as an older router: where the file lies.</summary>
    public string? Path { get; init; }

    /// <summary>llama.cpp as a router: loaded, unloaded, sleeping, …</summary>
    public ListedStatus? Status { get; init; }

    /// <summary>llama.cpp: facts of a model in memory.</summary>
    public ListedMeta? Meta { get; init; }
}

internal sealed record ListedStatus
{
    public string? Value { get; init; }

    /// <summary>Its last start ended in an error.</summary>
    public bool? Failed { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>What it is started with.</summary>
    public IReadOnlyList<string>? Args { get; init; }
}

internal sealed record ListedMeta
{
    public string? Ftype { get; init; }

    public long? Size { get; init; }

    /// <summary>What one request may use: the server's context divided by its slots.</summary>
    public int? NCtx { get; init; }

    public int? NCtxTrain { get; init; }
}
