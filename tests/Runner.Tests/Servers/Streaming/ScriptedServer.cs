using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>A server of bare sockets that answers as it is told, and counts connections and requests: it sees what a framework would hide.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>Within an answer: the rest follows some milliseconds later.</summary>
    public const char Pause = '\u0001';

    public const string Good = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<ScriptedRequest, string?> _answer;
    private readonly Task _accepting;

    /// <param name="answer">All bytes of the answer; "" says nothing, null resets the connection.</param>
    public ScriptedServer(Func<ScriptedRequest, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = [];

    public IEnumerable<ScriptedRequest> Posts => Requests.Where(request => request.Start.StartsWith("POST", StringComparison.Ordinal));

    public int Connections => _connections.Count;

    /// <summary>Returns when so many connections were accepted; throws when they are not within seconds.</summary>
    public async Task HasAsync(int connections, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (Connections < connections)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, either.Token);
    }

    public static string Chunked(string body) =>
        string.Create(CultureInfo.InvariantCulture, $"{Good}{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n0\r\n\r\n");

    public static string Whole(string status, string body, string headers = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task WriteAsync(NetworkStream stream, string answer)
    {
        foreach (var part in answer.Split(Pause))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(part), _stop.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, _stop.Token);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            return;
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await ScriptedRequest.ReadAsync(stream, _stop.Token) is { } request)
            {
                Requests.Enqueue(request);
                if (_answer(request) is not { } answer)
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    return;
                }
                await WriteAsync(stream, answer);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return;
        }
    }
}

/// <param name="Start">Such as <c>POST /v1/chat/completions HTTP/1.1</c>.</param>
/// <param name="Headers">As sent.</param>
/// <param name="Body">As sent, decoded by its Content-Length.</param>
internal sealed record ScriptedRequest(string Start, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static async Task<ScriptedRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await LineAsync(stream, cancellationToken) is { } line)
        {
            if (line.Length > 0)
                lines.Add(line);
            else
                return await WithBodyAsync(lines, stream, cancellationToken);
        }
        return null;
    }

    private static async Task<ScriptedRequest> WithBodyAsync(List<string> lines, Stream stream, CancellationToken cancellationToken)
    {
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new ScriptedRequest(lines[0], headers, Encoding.UTF8.GetString(body));
    }

    private static async Task<string?> LineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) > 0)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
        return null;
    }
}
