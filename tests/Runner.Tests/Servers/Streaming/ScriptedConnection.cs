using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>A connection whose every read is written down beforehand: its bytes, and how long it was waited for.</summary>
internal sealed class ScriptedConnection(FakeTimeProvider clock, IEnumerable<ReadOnlyMemory<byte>> reads) : Stream
{
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private readonly Queue<ReadOnlyMemory<byte>> _reads = new(reads);
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Before each read returns.</summary>
    public TimeSpan Wait { get; init; } = Step;

    /// <summary>Once all is read: what happens, instead of the stream's end.</summary>
    public Func<CancellationToken, Task>? Then { get; init; }

    /// <summary>What does not fit the reader's buffer follows at once.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty)
            await NextAsync(cancellationToken);
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        clock.Advance(Wait);
        cancellationToken.ThrowIfCancellationRequested();
        if (_reads.TryDequeue(out var next))
            _rest = next;
        else if (Then is not null)
            await Then(cancellationToken);
    }
}
