namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Ties a request to the connection it went out on: the write happens in the request's own flow, so the flow carries it.</summary>
internal sealed class Exchange
{
    private static readonly AsyncLocal<Exchange?> Flow = new();

    public static Exchange? Current => Flow.Value;

    private StampingStream? _connection;

    /// <summary>Whether a byte of the request left.</summary>
    public bool IsSent => _connection is not null;

    /// <summary>Just before the first byte left.</summary>
    public long SentTimestamp { get; private set; }

    /// <summary>When the latest read of the answer returned. It is kept here: the connection may serve the next request before this one looks.</summary>
    public long LastRead { get; private set; }

    /// <summary>Reads that brought bytes of the answer.</summary>
    public int Reads { get; private set; }

    public static Exchange Begin() => Flow.Value = new Exchange();

    /// <summary>A request that had to move to a fresh connection, because the pooled one was dead, counts from its real sending.</summary>
    public void Sending(StampingStream connection, long timestamp)
    {
        if (ReferenceEquals(_connection, connection))
            return;
        (_connection, SentTimestamp, LastRead, Reads) = (connection, timestamp, timestamp, 0);
    }

    public void Received(StampingStream connection, long timestamp)
    {
        if (!ReferenceEquals(_connection, connection))
            return;
        (LastRead, Reads) = (timestamp, Reads + 1);
    }
}
