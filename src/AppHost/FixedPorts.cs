using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost;

/// <summary>Ports that configuration fixes, as in <c>--Runner:Port=5180</c>. The others are free ones, so that two app hosts can stand side by side.</summary>
public sealed class FixedPorts(IConfiguration configuration)
{
    private static readonly string[] Owners = ["Runner", "Collector", "Simulator", "Prometheus", "Grafana"];

    /// <summary>Null takes a free one.</summary>
    public int? Of(string owner) => configuration.GetValue<int?>(Key(owner));

    /// <summary>All that is wrong with them, with what to write instead.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        var written = Owners.Where(owner => configuration[Key(owner)] is not null).ToLookup(owner => configuration[Key(owner)]!, StringComparer.Ordinal);
        return [.. Owners.SelectMany(Unknown), .. written.Select(owners => Mistake(owners.Key, [.. owners.Select(Key)])).OfType<string>()];
    }

    /// <summary>A name beside Port under one of our services is a slip: nobody would read it.</summary>
    private IEnumerable<string> Unknown(string owner) => configuration.GetSection(owner).GetChildren()
        .Where(setting => !string.Equals(setting.Key, "Port", StringComparison.OrdinalIgnoreCase))
        .Select(setting => $"{owner}:{setting.Key}={setting.Value}: there is no such setting. Write {Key(owner)}=… for a fixed port.");

    private static string Key(string owner) => $"{owner}:Port";

    private static string? Mistake(string text, string[] keys)
    {
        var named = $"{string.Join(" and ", keys)}={text}";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
            return $"{named}: that is no port. Write one from 1 to 65535, or leave it out for a free one.";
        if (keys.Length > 1)
            return $"{named}: two cannot listen on one port. Write another for one of them, or leave it out for a free one.";
        return IsFree(port) ? null : $"{named}: the port is taken, perhaps by another LlmObs. Write another, or leave it out for a free one.";
    }

    private static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException refused)
        {
            // a machine whose IPv6 is switched off has no address to be taken
            return refused.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
