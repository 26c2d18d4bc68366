using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Servers;

/// <summary>A server under test in its own dialect. One implementation a file; nothing here retries.</summary>
public interface ILlmServer : IAsyncDisposable
{
    ServerIdentity Identity { get; }

    /// <summary>Whether <see cref="LoadAsync"/> and <see cref="UnloadAsync"/> work; if not, what is loaded is measured as it is.</summary>
    bool CanLoad { get; }

    /// <summary>Null where it fetches no models itself.</summary>
    IModelDownloads? Downloads => null;

    /// <summary>Every language model the server has, with its loaded instances. Throws <see cref="ServerException"/>.</summary>
    Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken);

    /// <summary>Loads and waits until the server says it is ready; the caller measures the time. Throws <see cref="ServerException"/>.</summary>
    Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken);

    /// <summary>Removes one instance from memory. Throws <see cref="ServerException"/>.</summary>
    Task UnloadAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>
    /// Name and version of the engine that runs a loaded instance; null where the server does not say.
    /// May ask it for one token, so call it after what is measured, never before the first request of a load.
    /// </summary>
    Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Opens connections so that no measured request pays for it.</summary>
    Task WarmUpConnectionsAsync(int connections, CancellationToken cancellationToken);

    /// <summary>Makes one streamed request and keeps what was seen. Never throws for what the server or the network does.</summary>
    Task<RequestTimeline> StreamAsync(ChatRequest request, CancellationToken cancellationToken);
}

/// <summary>What a model is loaded with; null leaves it to the server.</summary>
public sealed record LoadOptions
{
    public int? ContextTokens { get; init; }

    public bool? FlashAttention { get; init; }
}

/// <summary>What the server says about what it just loaded.</summary>
public sealed record LoadedModel
{
    public required LoadedInstance Instance { get; init; }

    /// <summary>The server's own figure.</summary>
    public TimeSpan? ReportedLoadTime { get; init; }

    /// <summary>Name and version of the engine that runs it, where the load call itself says; else <see cref="ILlmServer.ReadRuntimeAsync"/>.</summary>
    public string? Runtime { get; init; }
}

/// <summary>The server could not do what was asked; the message is for people and says what to do next.</summary>
public sealed class ServerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The HTTP status, when it came to that.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why a load failed, where the dialect knows; null leaves it to the words.</summary>
    public LoadFailureCause? Cause { get; init; }
}
