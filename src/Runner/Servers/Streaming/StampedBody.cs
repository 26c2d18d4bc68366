using System.Runtime.CompilerServices;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>
/// A response's body on its way into the parser: knows the time of the socket read its bytes came from,
/// keeps the last of them raw (the parser hides lines it does not know), and restarts the idle limit.
/// </summary>
internal sealed class StampedBody(Stream inner, Exchange exchange, Action restartIdleLimit) : Stream
{
    private const int KeptBytes = 4096;
    private const int LongestLine = 16 * 1024 * 1024;
    private readonly byte[] _head = new byte[300];
    private int _headLength;
    private readonly byte[] _tail = new byte[KeptBytes * 2];
    private int _tailLength;

    /// <summary>When the socket read behind the bytes handed out last returned.</summary>
    public long ReadTimestamp { get; private set; }

    /// <summary>The number of that socket read within this response.</summary>
    public int ReadNumber { get; private set; }

    public long TotalBytes { get; private set; }

    /// <summary>Bytes since the last line's end.</summary>
    private long _lineBytes;

    /// <summary>The first bytes.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <summary>The lines of the last 4 KiB, however they came, or all when there was less. A line whose beginning is gone is not among them.</summary>
    public ReadOnlySpan<byte> Tail => TotalBytes <= KeptBytes ? _tail.AsSpan(0, _tailLength) : WholeLines(_tail.AsSpan(_tailLength - KeptBytes, KeptBytes));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count == 0)
            return 0;
        ReadTimestamp = exchange.LastRead;
        ReadNumber = exchange.Reads - 1;
        TotalBytes += count;
        restartIdleLimit();
        Keep(buffer.Span[..count]);
        MeasureLine(buffer.Span[..count]);
        return count;
    }

    /// <summary>The parser keeps a line until it ends: one that never does would fill the memory.</summary>
    private void MeasureLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOfAny((byte)'\n', (byte)'\r');
        _lineBytes = end < 0 ? _lineBytes + bytes.Length : bytes.Length - end - 1;
        if (_lineBytes > LongestLine)
            throw new EndlessLineException($"{_lineBytes >> 20} MiB came without a line's end: this is no event stream.");
    }

    private static ReadOnlySpan<byte> WholeLines(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? [] : bytes[(end + 1)..];
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_headLength < _head.Length)
            KeepHead(bytes[..Math.Min(bytes.Length, _head.Length - _headLength)]);
        if (bytes.Length >= _tail.Length)
            bytes = bytes[^KeptBytes..];
        if (_tailLength + bytes.Length > _tail.Length)
        {
            var kept = Math.Min(_tailLength, KeptBytes);
            kept = Math.Min(kept, _tail.Length - bytes.Length);
            _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
            _tailLength = kept;
        }
        bytes.CopyTo(_tail.AsSpan(_tailLength));
        _tailLength += bytes.Length;
    }

    private void KeepHead(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_head.AsSpan(_headLength));
        _headLength += bytes.Length;
    }

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This path is asynchronous.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
