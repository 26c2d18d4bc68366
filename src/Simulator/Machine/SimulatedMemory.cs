namespace LlmObs.Simulator.Machine;

/// <summary>What the simulated machine uses of its 512 GiB: a fixed part of its own and all that is loaded. Every change is kept for an hour.</summary>
public sealed class SimulatedMemory(TimeProvider clock)
{
    public const long TotalBytes = 512L << 30;

    /// <summary>An operating system and what a person has open.</summary>
    public const long OwnBytes = 12L << 30;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly Lock _changing = new();
    private readonly List<(DateTimeOffset At, long UsedBytes)> _changes = [(DateTimeOffset.MinValue, OwnBytes)];

    public void Take(long bytes) => Change(bytes);

    public void Free(long bytes) => Change(-bytes);

    /// <summary>The use at the begin, at each change and at the end.</summary>
    public IReadOnlyList<(DateTimeOffset At, long UsedBytes)> Between(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_changing)
            return [(from, At(from)), .. _changes.Where(change => change.At > from && change.At < to), (to, At(to))];
    }

    private long At(DateTimeOffset moment) => _changes.Last(change => change.At <= moment || change.At == _changes[0].At).UsedBytes;

    private void Change(long bytes)
    {
        lock (_changing)
        {
            var now = clock.GetUtcNow();
            _changes.Add((now, _changes[^1].UsedBytes + bytes));
            while (_changes.Count > 1 && _changes[1].At < now - Kept)
                _changes.RemoveAt(0);
        }
    }
}
