namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>The same chunk so many times, one a read unless the reader's buffer is smaller, and never waited for.</summary>
internal sealed class RepeatedStream(byte[] chunk, int times) : Stream
{
    private int _left = times;
    private int _from;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
            return ValueTask.FromResult(0);
        var count = Math.Min(buffer.Length, chunk.Length - _from);
        chunk.AsMemory(_from, count).CopyTo(buffer);
        _from = (_from + count) % chunk.Length;
        if (_from == 0)
            _left--;
        return ValueTask.FromResult(count);
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
}
