using LlmObs.Results;
using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Servers;

/// <summary>One kind of server: how it is recognised and who speaks with it. Each server's file holds its own; <see cref="ServerDialects"/> lists them.</summary>
internal sealed record ServerDialect
{
    /// <summary>The telemetry name: lm_studio, llama_cpp.</summary>
    public required string Kind { get; init; }

    /// <summary>For people: LM Studio, llama.cpp.</summary>
    public required string Name { get; init; }

    public required int UsualPort { get; init; }

    /// <summary>What starts such a server, as one would type it.</summary>
    public required string StartCommand { get; init; }

    /// <summary>Asks only what can load no model; null when it is another kind of server.</summary>
    public required Func<ServerProbe, CancellationToken, Task<Greeting?>> RecogniseAsync { get; init; }

    public required Func<ServerConnection, ILlmServer> Open { get; init; }

    /// <summary>LM Studio's command line speaks with such a server where both are on this machine.</summary>
    public bool HasCommandLine { get; init; }
}

/// <summary>What a recognised server told of itself.</summary>
internal sealed record Greeting(string? Version = null, bool IsSimulated = false);

/// <summary>All that an opened server needs. Whoever opens it owns the channel.</summary>
internal sealed record ServerConnection(ServerIdentity Identity, ControlChannel Channel, string? ApiKey, TimeProvider Clock)
{
    /// <summary>LM Studio's command line on this machine, for a server that is here too; null where it is none of that.</summary>
    public LmsInstallation? Lms { get; init; }
}
