using LlmObs.Measurements;

namespace LlmObs.Runner.Servers;

/// <summary>The measured path: one streamed chat completion over <c>/v1/chat/completions</c>, every socket read stamped on return.</summary>
public sealed class OpenAiStreamClient(Uri address, string? apiKey, TimeProvider clock) : IAsyncDisposable
{
    public Uri Address => address;

    public string? ApiKey => apiKey;

    public TimeProvider Clock => clock;

    /// <summary>Opens connections so that no measured request pays for it.</summary>
    public Task WarmUpAsync(int connections, CancellationToken cancellationToken) => throw new NotSupportedException("Being built.");

    /// <summary>Makes one streamed request and keeps what was seen. Never throws for what the server or the network does.</summary>
    public Task<RequestTimeline> StreamAsync(ChatRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("Being built.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
