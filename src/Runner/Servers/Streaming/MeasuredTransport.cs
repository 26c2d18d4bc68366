using System.Net;
using System.Net.Sockets;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>The sockets under the measured path: no proxy, no redirect, no cookie, no compression, no time-out, every connection stamped.</summary>
internal static class MeasuredTransport
{
    public static HttpClient Create(TimeProvider clock)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
            MaxConnectionsPerServer = int.MaxValue,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, clock, cancellationToken),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestVersion = HttpVersion.Version11 };
    }

    private static async Task<Stream> ConnectAsync(DnsEndPoint endpoint, TimeProvider clock, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new StampingStream(new NetworkStream(socket, ownsSocket: true), clock);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
