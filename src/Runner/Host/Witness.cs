using LlmObs.Results;

namespace LlmObs.Runner.Host;

/// <summary>Who tells what the machine under test does.</summary>
public static class Witness
{
    /// <summary>
    /// The Simulator tells of the machine it simulates. A Collector on this machine knows nothing of a server on another: then nobody does, and it is null.
    /// </summary>
    public static Uri? Of(ServerIdentity server, Uri? collector) => server switch
    {
        { IsSimulated: true } => server.Address,
        _ when collector is not null && (server.Address.IsLoopback || !collector.IsLoopback) => collector,
        _ => null,
    };

    /// <summary>Whether the server's processes are on the machine that the Collector watches.</summary>
    public static bool IsBeside(ServerIdentity server, Uri collector) =>
        server.Address.IsLoopback == collector.IsLoopback && (collector.IsLoopback || collector.Host == server.Address.Host);
}
