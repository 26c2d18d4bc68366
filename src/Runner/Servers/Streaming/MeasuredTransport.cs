using System.Net;

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
            // above TLS: a handshake's writes are none of a request
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new StampingStream(context.PlaintextStream, clock)),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestVersion = HttpVersion.Version11 };
    }
}
