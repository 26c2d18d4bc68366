using System.Net.Sockets;
using System.Text.Json;

namespace LlmObs.Runner.Cli;

/// <summary>The server an earlier session measured, so that <c>--resume</c> needs no address.</summary>
internal static class EarlierServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Its address, or "simulator" for one that lived in the process which is gone; null when the folder does not say. Whether the folder is sound is the session's to judge.</summary>
    public static string? Of(string? folder)
    {
        var file = Path.Combine(folder ?? ".", "session.json");
        if (folder is null || !File.Exists(file))
            return null;
        try
        {
            using var header = JsonDocument.Parse(File.ReadAllText(file));
            var server = header.RootElement.GetProperty("server");
            var isSimulated = server.TryGetProperty("isSimulated", out var simulated) && simulated.GetBoolean();
            var address = server.GetProperty("address").GetString();
            return isSimulated && !Listens(address) ? ServerToUse.Simulator : address;
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A Simulator of its own process still has what it had in memory.</summary>
    private static bool Listens(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return false;
        try
        {
            using var socket = new TcpClient();
            return socket.ConnectAsync(uri.Host, uri.Port).Wait(Patience) && socket.Connected;
        }
        catch (AggregateException refused) when (refused.InnerException is SocketException)
        {
            return false;
        }
    }
}
