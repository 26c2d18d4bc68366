namespace LlmObs.Simulator.Streams;

/// <summary>A response as data, complete before it starts: every write with its bytes and its time.</summary>
public sealed record StreamSchedule
{
    public required IReadOnlyList<ScheduledWrite> Writes { get; init; }

    public long Bytes => Writes.Sum(write => (long)write.Bytes.Length);
}

/// <param name="Due">Since the stream's start.</param>
/// <param name="What">What the bytes are.</param>
/// <param name="Bytes">One event, as it goes out.</param>
/// <param name="TextBytes">How many bytes of answer or reasoning text it carries, as UTF-8 outside JSON.</param>
public readonly record struct ScheduledWrite(TimeSpan Due, WriteKind What, ReadOnlyMemory<byte> Bytes, int TextBytes = 0);
