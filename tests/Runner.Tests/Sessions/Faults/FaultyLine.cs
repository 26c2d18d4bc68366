using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmObs.Runner.Tests.Sessions.Faults;

/// <summary>The line to a server, with a port of its own, on which all goes wrong that a test wants: bytes pass through it untouched until then.</summary>
internal sealed class FaultyLine : IAsyncDisposable
{
    private const string NotReady = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: application/json\r\nContent-Length: 38\r\nConnection: close\r\n\r\n{\"error\":{\"message\":\"Loading model\"}}\r\n";
    private const string WrongKey = "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 38\r\nConnection: close\r\n\r\n{\"error\":{\"message\":\"Invalid API key\"}}";
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _ending = new();
    private TcpListener? _listener;

    public FaultyLine(Uri behind)
    {
        Behind = behind;
        Listen();
    }

    /// <summary>The server at its end now.</summary>
    public Uri Behind { get; set; }

    public Uri Address => new(FormattableString.Invariant($"http://127.0.0.1:{Port}/"));

    public int Port { get; private set; }

    /// <summary>What becomes of a piece that passes: asked for each, with the request it belongs to and how many bytes of its answer have come.</summary>
    public Func<Passing, LineFault> Trouble { get; set; } = _ => LineFault.None;

    /// <summary>After how many bytes of this answer nothing more comes; null holds nothing back.</summary>
    public Func<Passing, long?> HoldsAfter { get; set; } = _ => null;

    /// <summary>Told when something is held back, and how much of the answer went through.</summary>
    public Action<Passing, long> Holding { get; set; } = (_, _) => { };

    /// <summary>Everybody is thrown out and nobody listens, as when the server's process is killed.</summary>
    public void Cut()
    {
        _listener?.Stop();
        _listener = null;
        foreach (var client in _open.Keys)
            Reset(client);
    }

    /// <summary>On the same port as before.</summary>
    public void Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Cut();
        _ending.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(_ending.Token));
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        _open[client] = 0;
        try
        {
            await server.ConnectAsync(Behind.Host, Behind.Port, _ending.Token);
            var passing = new Exchanged();
            await Task.WhenAny(PumpAsync(client, client.GetStream(), server.GetStream(), passing, isAnswer: false), PumpAsync(client, server.GetStream(), client.GetStream(), passing, isAnswer: true));
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or InvalidOperationException)
        {
            Reset(client);
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task PumpAsync(TcpClient client, NetworkStream from, NetworkStream to, Exchanged passing, bool isAnswer)
    {
        var buffer = new byte[64 << 10];
        try
        {
            for (int count; (count = await from.ReadAsync(buffer, _ending.Token)) > 0;)
            {
                passing.Take(buffer.AsSpan(0, count), isAnswer);
                if (await HeldAsync(buffer.AsMemory(0, count), to, passing) || !await PassAsync(client, passing))
                    return;
                await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    /// <summary>Whether the piece, or what of it is too much, is held back for ever; then it is told of when the rest has gone on.</summary>
    private async Task<bool> HeldAsync(ReadOnlyMemory<byte> piece, NetworkStream to, Exchanged passing)
    {
        var what = new Passing(passing.Request, passing.Answered, IsFirst: passing.Answered == piece.Length);
        if (HoldsAfter(what) is not { } bytes)
            return false;
        var before = passing.Answered - piece.Length;
        var more = (int)Math.Clamp(bytes - before, 0, piece.Length);
        await to.WriteAsync(piece[..more], _ending.Token);
        Holding(what, before + more);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _ending.Token);
        return true;
    }

    /// <summary>Whether the piece goes on its way.</summary>
    private async Task<bool> PassAsync(TcpClient client, Exchanged passing)
    {
        switch (Trouble(new Passing(passing.Request, passing.Answered)))
        {
            case LineFault.Cut:
                Cut();
                return false;
            case LineFault.Reset:
                Reset(client);
                return false;
            case LineFault.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _ending.Token);
                return false;
            case LineFault.NotReady:
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(NotReady), _ending.Token);
                return false;
            case LineFault.WrongKey:
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(WrongKey), _ending.Token);
                return false;
            default:
                return true;
        }
    }

    private static void Reset(TcpClient client)
    {
        if (client.Client is { } socket)
            socket.Close(timeout: 0);
    }

    private sealed class Exchanged
    {
        public string Request { get; private set; } = "";

        public long Answered { get; private set; }

        public void Take(ReadOnlySpan<byte> bytes, bool isAnswer)
        {
            if (isAnswer)
                Answered += bytes.Length;
            else if (bytes.StartsWith("GET "u8) || bytes.StartsWith("POST "u8))
                (Request, Answered) = (Encoding.ASCII.GetString(bytes[..bytes.IndexOf("\r\n"u8)]), 0);
        }
    }
}

/// <param name="Request">Its first line, such as <c>POST /v1/chat/completions HTTP/1.1</c>.</param>
/// <param name="Answered">Bytes of its answer so far, this piece included; 0 while the request itself is on its way.</param>
/// <param name="IsFirst">Nothing of the answer has come before.</param>
internal readonly record struct Passing(string Request, long Answered, bool IsFirst = false)
{
    public bool IsLoad => Request.StartsWith("POST /api/v1/models/load ", StringComparison.Ordinal);

    public bool IsChat => Request.StartsWith("POST /v1/chat/completions ", StringComparison.Ordinal);

    /// <summary>The request has come to the server, and of its answer less than a first token.</summary>
    public bool IsBeforeFirstToken => Answered is > 0 and < 600;

    /// <summary>Several tokens have come.</summary>
    public bool IsInDecode => Answered > 1200;
}

internal enum LineFault
{
    None,

    /// <summary>The server is gone.</summary>
    Cut,

    /// <summary>This connection breaks.</summary>
    Reset,

    /// <summary>Nothing comes any more on this connection.</summary>
    Silence,

    /// <summary>503 with a wish for a second of patience.</summary>
    NotReady,

    /// <summary>401.</summary>
    WrongKey,
}
