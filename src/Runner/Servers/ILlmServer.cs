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

    /// <summary>What its owner is told to do there.</summary>
    ServerWords Words { get; }

    /// <summary>Null where it fetches no models itself.</summary>
    IModelDownloads? Downloads { get; }

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
    Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>What it does for whomever, where it tells; null where it does not. Asked between requests, never while one of ours is under way. Throws <see cref="ServerException"/>.</summary>
    Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Why <see cref="LoadOptions.ParallelSlots"/> cannot be had here, with what to do; null where it can.</summary>
    string? WhyNoParallelSlots { get; }

    /// <summary>What of a model just loaded can be found out without costing its server a token. Never throws for what the server does.</summary>
    Task<LoadFacts> ReadFactsAsync(LocalModel model, CancellationToken cancellationToken);

    /// <summary>The server's own reckoning of the memory a load will take; null where it makes none. Never throws for what the server does.</summary>
    Task<MemoryEstimate?> EstimateAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken);

    /// <summary>One short request over the server's native API, for its own figures beside ours; null where it has none. Only after what is measured, of an instance that is in memory.</summary>
    Task<CrossCheck?> CrossCheckAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Where on this machine its models lie; null where it runs elsewhere, has none there, or nobody here knows where such a server keeps them.</summary>
    LmStudioFolder? FindFolder(string userFolder);

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

    /// <summary>How many requests it answers at once.</summary>
    public int? ParallelSlots { get; init; }

    /// <summary>Is told how far it is, 0 to 1, where the server says; null where nobody wants to know.</summary>
    public IProgress<double>? Progress { get; init; }
}

/// <summary>What is known of a load besides what its server said while loading.</summary>
public sealed record LoadFacts
{
    /// <summary>Name and version of the engine; null where only an answer tells it.</summary>
    public string? Runtime { get; init; }

    /// <summary>Where its file or folder lies, when that is on this machine and was seen.</summary>
    public string? Path { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}

/// <summary>A server's own reckoning. It is often wrong: shown as what it is, never as truth.</summary>
/// <param name="WillBeRefused">The server says that it will not load this.</param>
public sealed record MemoryEstimate(DataSize Memory, bool WillBeRefused);

/// <summary>What the server says about what it just loaded.</summary>
public sealed record LoadedModel
{
    public required LoadedInstance Instance { get; init; }

    /// <summary>The server's own figure.</summary>
    public TimeSpan? ReportedLoadTime { get; init; }

    /// <summary>How it was loaded.</summary>
    public LoadCall Call { get; init; }

    /// <summary>Spent before the load itself was asked for, on looking the model up: no part of the load time.</summary>
    public TimeSpan Preparation { get; init; }

    /// <summary>What the program that loaded took just before for a mere question, its start included: about so much of the load time is its own. Null where none was asked.</summary>
    public TimeSpan? ProgramTime { get; init; }

    /// <summary>Name and version of the engine that runs it, where the load call itself says; else <see cref="ILlmServer.ReadRuntimeAsync"/>.</summary>
    public string? Runtime { get; init; }
}

/// <summary>The server could not do what was asked; the message is for people and says what to do next.</summary>
public sealed class ServerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The HTTP status, when it came to that.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The server's wish of when to ask again; only people and waits between runs look at it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why a load failed, where the dialect knows; null leaves it to the words.</summary>
    public LoadFailureCause? Cause { get; init; }
}
