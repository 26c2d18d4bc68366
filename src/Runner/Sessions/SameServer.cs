using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>A session is measured on one server: what two of them did is no sample of either.</summary>
internal static class SameServer
{
    /// <summary>Why the session cannot go on here and what to do, or null when it can. One Simulator is as good as another.</summary>
    public static string? WhyNot(ServerIdentity begun, ServerIdentity now)
    {
        if (begun.IsSimulated && now.IsSimulated)
            return null;
        var isSame = begun.IsSimulated == now.IsSimulated && begun.Kind == now.Kind && IsSame(begun.Address, now.Address);
        var earlier = begun.IsSimulated ? "simulator" : ServerAddress.Display(begun.Address);
        return isSame
            ? null
            : $"The session was begun on {Words(begun)}, and this is {Words(now)}: figures of two servers must not meet in one session. Name the earlier one with --server {earlier}, or start a new session.";
    }

    /// <summary>localhost and 127.0.0.1 are one machine.</summary>
    private static bool IsSame(Uri one, Uri other) =>
        (one.IsLoopback ? other.IsLoopback : one.Host == other.Host) && one.Port == other.Port && one.AbsolutePath == other.AbsolutePath;

    private static string Words(ServerIdentity server) => $"{server.Name} at {ServerAddress.Display(server.Address)}";
}
