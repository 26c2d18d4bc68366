using System.Collections.Concurrent;

namespace LlmObs.Simulator.Streams;

/// <summary>What really went out for one response, and when.</summary>
public sealed record Truth
{
    public required string Id { get; init; }

    public required string Model { get; init; }

    /// <summary>When the request had been read, in ticks of <see cref="TimeProvider.System"/>: the same clock as a client's on this machine.</summary>
    public required long ReceivedTimestamp { get; init; }

    /// <summary>Ticks a second of these timestamps.</summary>
    public required long TimestampFrequency { get; init; }

    public List<TrueWrite> Writes { get; } = [];
}

/// <param name="Timestamp">Just before the bytes were handed to the socket.</param>
/// <param name="What">role, reasoning, answer, finish, usage, done or event.</param>
/// <param name="Bytes">Written.</param>
public readonly record struct TrueWrite(long Timestamp, string What, int Bytes);

/// <summary>The truths of the last responses.</summary>
public sealed class TruthLog
{
    private const int Kept = 4096;
    private readonly ConcurrentDictionary<string, Truth> _truths = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public Truth? Find(string id) => _truths.GetValueOrDefault(id);

    public void Add(Truth truth)
    {
        _truths[truth.Id] = truth;
        _order.Enqueue(truth.Id);
        while (_order.Count > Kept && _order.TryDequeue(out var oldest))
            _truths.TryRemove(oldest, out _);
    }
}
