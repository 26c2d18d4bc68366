using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmObs.Runner.Servers;

/// <summary>A listener of our own on a free port of this machine that answers every request with the same event stream: what the client is warmed and benchmarked with, so that no server under test is asked for it.</summary>
internal sealed class LoopbackStream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ReadOnlyMemory<byte> _answer;
    private readonly Task _serving;

    /// <summary>Throws <see cref="SocketException"/> where no port is to be had.</summary>
    /// <param name="events">The body, event after event, each with its blank line.</param>
    public LoopbackStream(ReadOnlySpan<byte> events)
    {
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {events.Length}\r\n\r\n");
        _answer = (byte[])[.. head, .. events];
        _listener.Start();
        _serving = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_closing.Token)));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            connection.NoDelay = true;
            try
            {
                var request = new HttpRequestBytes();
                while (await request.ReadWholeAsync(connection, _closing.Token))
                    await SendAsync(connection);
            }
            catch (Exception over) when (over is SocketException or OperationCanceledException)
            {
                // the client has hung up, or we close
                return;
            }
        }
    }

    private async Task SendAsync(Socket connection)
    {
        for (var sent = 0; sent < _answer.Length;)
            sent += await connection.SendAsync(_answer[sent..], _closing.Token);
    }

    /// <summary>As much of HTTP as tells where a request ends.</summary>
    private sealed class HttpRequestBytes
    {
        private const string Length = "content-length:";
        private byte[] _bytes = new byte[16 << 10];
        private int _count;

        /// <summary>False when the other side has closed.</summary>
        public async Task<bool> ReadWholeAsync(Socket connection, CancellationToken cancellationToken)
        {
            int whole;
            while ((whole = WholeLength()) < 0)
            {
                if (_count == _bytes.Length)
                    Array.Resize(ref _bytes, _bytes.Length * 2);
                var read = await connection.ReceiveAsync(_bytes.AsMemory(_count), cancellationToken);
                if (read == 0)
                    return false;
                _count += read;
            }
            _bytes.AsSpan(whole, _count - whole).CopyTo(_bytes);
            _count -= whole;
            return true;
        }

        private int WholeLength()
        {
            var seen = _bytes.AsSpan(0, _count);
            var end = seen.IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return -1;
            var whole = end + 4 + BodyLength(Encoding.ASCII.GetString(seen[..end]));
            return whole <= _count ? whole : -1;
        }

        private static int BodyLength(string head) => head.Split("\r\n").Where(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line.AsSpan(Length.Length), System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
    }
}
