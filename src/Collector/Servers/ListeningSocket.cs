using System.Globalization;
using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Servers;

/// <summary>A socket that accepts connections, as a line of /proc/net/tcp shows it.</summary>
/// <param name="Inode">The number under which the processes that hold it have it open.</param>
/// <param name="User">The user whose process opened it.</param>
internal sealed record ListeningSocket(long Inode, int User)
{
    private const string Listening = "0A";
    private static readonly string[] Families = ["tcp", "tcp6"];

    public static IReadOnlyList<ListeningSocket> On(int port, SystemFolders folders) =>
        [.. Families.Select(family => Path.Combine(folders.Proc, "net", family)).Where(File.Exists).SelectMany(File.ReadLines).Select(line => Read(line, port)).OfType<ListeningSocket>()];

    /// <summary>Of <c>0: 0100007F:04D2 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 21543 …</c> the port is the hexadecimal number behind the second colon.</summary>
    private static ListeningSocket? Read(string line, int port)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [_, var local, _, Listening, _, _, _, var user, _, var inode, ..]
            && int.TryParse(local.AsSpan(local.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var own) && own == port
            && int.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var owner)
            && long.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new ListeningSocket(number, owner)
                : null;
    }
}
