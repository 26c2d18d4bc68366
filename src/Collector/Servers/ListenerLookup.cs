using System.Globalization;
using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Servers;

/// <summary>Finds the process behind a port on Linux: the listening socket first, then who has it open.</summary>
internal sealed class ListenerLookup(SystemFolders folders)
{
    /// <summary>They keep the socket of a service that is to be started when someone comes.</summary>
    private static readonly string[] Keepers = ["systemd", "init"];

    /// <summary>They take connections for a server elsewhere, in a container or on another machine. The kernel cuts names after 15 bytes.</summary>
    private static readonly string[] PassersOn = ["docker-proxy", "rootlessport", "rootlesskit", "slirp4netns", "pasta", "pasta.avx2", "ssh", "sshd", "kubectl"];

    public ListenerSearch Find(int port)
    {
        var sockets = ListeningSocket.On(port, folders);
        if (sockets.Count == 0)
            return Absent($"Nobody listens on port {port} of this machine. Start the server first; one in a container or on another machine cannot be seen from here.");
        var holders = Holders(sockets);
        return holders.Find(holder => !Keepers.Contains(holder.Name, StringComparer.Ordinal)) switch
        {
            { } holder when PassersOn.Contains(holder.Name, StringComparer.Ordinal) => Absent($"On port {port} listens {holder.Name}, which only passes connections on to a server in a container or on another machine. Run a Collector there."),
            { } holder => new ListenerSearch.Found(holder.Id),
            null when holders is [var keeper, ..] => Absent($"On port {port} listens {keeper.Name} for a server that has not been started yet. Ask the server something first."),
            null => Absent(Hidden(port, sockets[0].User)),
        };
    }

    /// <summary>The oldest first: a worker that was given its parent's socket is younger than its parent.</summary>
    private List<Holder> Holders(IReadOnlyList<ListeningSocket> sockets)
    {
        var targets = sockets.Select(socket => string.Create(CultureInfo.InvariantCulture, $"socket:[{socket.Inode}]")).ToHashSet(StringComparer.Ordinal);
        return [.. ProcessFolder.Pids(folders).Select(pid => new ProcessFolder(folders, pid).WhileThere(folder => HolderOf(targets, folder))).OfType<Holder>().OrderBy(holder => holder.Id.Started).ThenBy(holder => holder.Id.Pid)];
    }

    private static Holder? HolderOf(IReadOnlyCollection<string> targets, ProcessFolder folder) =>
        folder.HasOpen(targets) && folder.Stat() is { } stat ? new Holder(new ProcessId(folder.Pid, stat.Started), folder.Name()) : null;

    private static string Hidden(int port, int user) => Environment.IsPrivilegedProcess
        ? $"A server listens on port {port}, but its process cannot be seen: it runs in a container of its own. Run a Collector there."
        : string.Create(CultureInfo.InvariantCulture, $"A server listens on port {port}, but as another user (number {user}), whose processes cannot be looked into, or in a container. Run the Collector as that user or as root, or in the container.");

    private static ListenerSearch.Absent Absent(string reason) => new(reason);

    private sealed record Holder(ProcessId Id, string Name);
}
