using System.Net;
using System.Net.Sockets;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>Something on a port that speaks HTTP and knows nothing of language models.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private static readonly byte[] Page = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>no</p>"u8.ToArray();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private Task _serving = Task.CompletedTask;

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static Task<OtherServer> StartAsync()
    {
        var server = new OtherServer();
        server._listener.Start();
        server._serving = server.ServeAsync();
        return Task.FromResult(server);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                var stream = client.GetStream();
                if (await stream.ReadAsync(new byte[4096], _ended.Token) > 0)
                    await stream.WriteAsync(Page, _ended.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or IOException)
        {
            Assert.True(_ended.IsCancellationRequested || over is IOException, over.Message);
        }
    }
}
