using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>Finds out what a server is and speaks to it in its dialect.</summary>
public sealed class ServerConnector(TimeProvider clock)
{
    public TimeProvider Clock => clock;

    /// <summary>Throws <see cref="ServerException"/> when nothing answers, the key is wrong or it is no LLM server.</summary>
    public Task<ILlmServer> ConnectAsync(Uri address, string? apiKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Being built.");

    /// <summary>The servers on their usual loopback ports. Asks nothing that could load a model.</summary>
    public Task<IReadOnlyList<ServerIdentity>> FindLocalAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Being built.");
}
