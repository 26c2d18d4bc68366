namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Ties a request to the connection it went out on: the write happens in the request's own flow, so the flow carries it.</summary>
internal sealed class Exchange
{
    private static readonly AsyncLocal<Exchange?> Flow = new();

    public static Exchange? Current => Flow.Value;

    /// <summary>The connection the request went out on; null while nothing was written.</summary>
    public StampingStream? Connection { get; private set; }

    /// <summary>Just before the first byte left.</summary>
    public long SentTimestamp { get; private set; }

    /// <summary>Reads of the connection before this request.</summary>
    public int ReadsBefore { get; private set; }

    public static Exchange Begin() => Flow.Value = new Exchange();

    /// <summary>A request that had to move to a fresh connection, because the pooled one was dead, counts from its real sending.</summary>
    public void Sending(StampingStream connection, long timestamp)
    {
        if (ReferenceEquals(Connection, connection))
            return;
        (Connection, SentTimestamp, ReadsBefore) = (connection, timestamp, connection.Reads);
    }
}
