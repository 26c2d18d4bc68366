using System.Text;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>The key-value half of a GGUF header, kept as the bytes that go into the file.</summary>
/// <remarks>Layout: ggml/docs/gguf.md, version 3. Little-endian throughout; a string is a u64 length and UTF-8.</remarks>
public sealed class GgufMetadata
{
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;

    public GgufMetadata() => _writer = new BinaryWriter(_bytes);

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    public GgufMetadata Number(string key, int value)
    {
        Begin(key, Kind.UInt32);
        _writer.Write((uint)value);
        return this;
    }

    public GgufMetadata Real(string key, float value)
    {
        Begin(key, Kind.Float32);
        _writer.Write(value);
        return this;
    }

    public GgufMetadata Claim(string key, bool value)
    {
        Begin(key, Kind.Bool);
        _writer.Write(value);
        return this;
    }

    public GgufMetadata Text(string key, string value)
    {
        Begin(key, Kind.String);
        WriteText(_writer, value);
        return this;
    }

    public GgufMetadata Texts(string key, IReadOnlyCollection<string> values) =>
        Array(key, Kind.String, values, value => WriteText(_writer, value));

    public GgufMetadata Reals(string key, IReadOnlyCollection<float> values) => Array(key, Kind.Float32, values, _writer.Write);

    public GgufMetadata Integers(string key, IReadOnlyCollection<int> values) => Array(key, Kind.Int32, values, _writer.Write);

    public static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private GgufMetadata Array<T>(string key, Kind kind, IReadOnlyCollection<T> values, Action<T> write)
    {
        Begin(key, Kind.Array);
        _writer.Write((uint)kind);
        _writer.Write((ulong)values.Count);
        foreach (var value in values)
            write(value);
        return this;
    }

    private void Begin(string key, Kind kind)
    {
        Count++;
        WriteText(_writer, key);
        _writer.Write((uint)kind);
    }

    private enum Kind : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Bool = 7,
        String = 8,
        Array = 9,
    }
}
