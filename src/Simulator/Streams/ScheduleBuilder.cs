using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmObs.Simulator.Streams;

/// <summary>Renders server-sent events into one buffer, so that playing them writes bytes and does nothing else.</summary>
internal sealed class ScheduleBuilder
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _bytes = new(64 << 10);
    private readonly List<(TimeSpan Due, WriteKind What, Range Range, int TextBytes)> _writes = [];

    /// <summary>An event whose data is an object; with a name for the native API.</summary>
    public void Add(TimeSpan due, WriteKind what, object data, string? name = null)
    {
        var start = _bytes.WrittenCount;
        Put(name is null ? "data: " : $"event: {name}\ndata: ");
        _bytes.Write(JsonSerializer.SerializeToUtf8Bytes(data, Json));
        Put("\n\n");
        _writes.Add((due, what, start.._bytes.WrittenCount, 0));
    }

    /// <summary>An event made of a frame and a text in its middle, which is escaped here.</summary>
    public void Add(TimeSpan due, WriteKind what, TextFrame frame, string text)
    {
        var start = _bytes.WrittenCount;
        _bytes.Write(frame.Before);
        _bytes.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        _bytes.Write(frame.After);
        _writes.Add((due, what, start.._bytes.WrittenCount, Encoding.UTF8.GetByteCount(text)));
    }

    public void AddDone(TimeSpan due)
    {
        var start = _bytes.WrittenCount;
        Put("data: [DONE]\n\n");
        _writes.Add((due, WriteKind.Done, start.._bytes.WrittenCount, 0));
    }

    public StreamSchedule Build()
    {
        var bytes = _bytes.WrittenMemory;
        return new StreamSchedule { Writes = [.. _writes.Select(write => new ScheduledWrite(write.Due, write.What, bytes[write.Range], write.TextBytes))] };
    }

    private void Put(string ascii) => _bytes.Write(Encoding.ASCII.GetBytes(ascii));
}

/// <summary>The bytes around the text of an event, rendered once for all its kind.</summary>
internal sealed record TextFrame(byte[] Before, byte[] After)
{
    private const string Mark = "TEXT-GOES-HERE";

    /// <summary>Makes the frame from an event's data whose text is made by <paramref name="data"/> from a mark.</summary>
    public static TextFrame Of(Func<string, object> data, string? name = null)
    {
        var whole = $"{(name is null ? "" : $"event: {name}\n")}data: {JsonSerializer.Serialize(data(Mark))}\n\n";
        var middle = whole.IndexOf(Mark, StringComparison.Ordinal);
        return new TextFrame(Encoding.UTF8.GetBytes(whole[..middle]), Encoding.UTF8.GetBytes(whole[(middle + Mark.Length)..]));
    }
}
