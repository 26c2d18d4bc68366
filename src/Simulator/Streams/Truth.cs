namespace LlmObs.Simulator.Streams;

/// <summary>What really went out for one response, and when.</summary>
public sealed class Truth(int writes)
{
    private readonly TrueWrite[] _writes = new TrueWrite[writes];
    private int _count;

    public bool Simulated => true;

    public required string Id { get; init; }

    /// <summary>The instance that answered.</summary>
    public required string Model { get; init; }

    /// <summary>When the request had been read, in ticks of <see cref="TimeProvider.System"/>: the same clock as a client's on this machine.</summary>
    public required long ReceivedTimestamp { get; init; }

    /// <summary>When it had its slot: the schedule counts from here.</summary>
    public required long StartedTimestamp { get; init; }

    /// <summary>Ticks a second of these timestamps.</summary>
    public required long TimestampFrequency { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>Those that needed no prefill.</summary>
    public required int CachedTokens { get; init; }

    public required int CompletionTokens { get; init; }

    public required int ReasoningTokens { get; init; }

    public required bool IsCold { get; init; }

    public required int Neighbours { get; init; }

    public required int LoadNumber { get; init; }

    public required double SpeedFactor { get; init; }

    /// <summary>As scheduled, from the start to the first token's write.</summary>
    public required double TimeToFirstTokenSeconds { get; init; }

    /// <summary>As scheduled, of every token after the first.</summary>
    public required double DecodeTokensPerSecond { get; init; }

    public required string Reasoning { get; init; }

    public required string Content { get; init; }

    public int ScheduledWrites => _writes.Length;

    /// <summary>Those done so far.</summary>
    public IReadOnlyList<TrueWrite> Writes => _writes[..Volatile.Read(ref _count)];

    internal void Add(TrueWrite write)
    {
        _writes[_count] = write;
        Volatile.Write(ref _count, _count + 1);
    }
}

/// <param name="Timestamp">Just before the bytes were handed to the connection.</param>
/// <param name="DueTimestamp">When they were due.</param>
/// <param name="What">role, reasoning, answer, finish, usage, done, event or body.</param>
/// <param name="Bytes">Written.</param>
/// <param name="TextBytes">Of these, text of the answer or the reasoning, as UTF-8 outside JSON.</param>
public readonly record struct TrueWrite(long Timestamp, long DueTimestamp, WriteKind What, int Bytes, int TextBytes);
