using System.Runtime.CompilerServices;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>
/// One connection to the server. It reads the clock just before each write and as soon as each read returns, before anyone parses.
/// </summary>
internal sealed class StampingStream(Stream inner, TimeProvider clock) : Stream
{
    private volatile Exchange? _exchange;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        var returned = clock.GetTimestamp();
        if (count > 0)
            _exchange?.Received(this, returned);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var exchange = Exchange.Current;
        exchange?.Sending(this, clock.GetTimestamp());
        _exchange = exchange;
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This path is asynchronous.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This path is asynchronous.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
