using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LlmObs.Runner.ModelFiles;

/// <summary>Reads a GGUF header's bytes one after the other. It knows how long the file is and believes no length that goes beyond, or beyond what a header can be.</summary>
internal sealed class GgufBytes(Stream stream, string name)
{
    /// <summary>The largest tokenizers are some tens of megabytes.</summary>
    private const long LargestHeader = 1L << 30;

    private readonly byte[] _few = new byte[8];
    private readonly long _end = Math.Min(stream.Length, LargestHeader);

    public long Position => stream.Position;

    public byte U8() => Few(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Few(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Few(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Few(8));

    /// <summary>Invalid UTF-8 becomes replacement characters.</summary>
    public string Text(int most, string what)
    {
        var length = U64();
        if (length > (ulong)most)
            throw Broken($"{what} is said to be {length:N0} bytes long, and {most:N0} are the most that make sense");
        Demand(length, what);
        var bytes = new byte[(int)length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public void SkipText(string what) => Skip(U64(), what);

    public void Skip(ulong bytes, string what)
    {
        Demand(bytes, what);
        stream.Seek((long)bytes, SeekOrigin.Current);
    }

    /// <summary>How many there are of something, each of which takes at least so many bytes.</summary>
    public long Count(ulong claimed, int leastBytesEach, string what)
    {
        if (claimed > (ulong)((_end - Position) / leastBytesEach))
            throw Broken($"it claims {claimed:N0} {what}, more than the file has room for");
        return (long)claimed;
    }

    public GgufException Broken(FormattableString what) => new(string.Create(CultureInfo.InvariantCulture,
        $"{name} is no GGUF file that can be read: {FormattableString.Invariant(what)} (at byte {Position:N0}). Fetch it again, or name another file."));

    private void Demand(ulong bytes, string what)
    {
        if (bytes > (ulong)Math.Max(0, _end - Position))
            throw Broken($"it ends within {what}");
    }

    private ReadOnlySpan<byte> Few(int count)
    {
        Demand((ulong)count, "its header");
        stream.ReadExactly(_few, 0, count);
        return _few.AsSpan(0, count);
    }
}
