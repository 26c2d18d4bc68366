using System.Buffers;
using System.Globalization;
using System.Text;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Text collected as UTF-8 from JSON strings; a string is made of it once, when someone wants it.</summary>
/// <param name="room">Bytes that fit before more room has to be made.</param>
internal sealed class Utf8Text(int room)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(room);
    private char _highSurrogate;

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>A JSON string's raw value as it was meant: with the escapes of those who write <c>\/</c> undone.</summary>
    public static string Of(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        if (!isEscaped)
            return Encoding.UTF8.GetString(raw);
        var text = new Utf8Text(raw.Length + 1);
        text.Append(raw, isEscaped);
        text.End();
        return text.ToString();
    }

    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan);

    /// <summary>Appends a JSON string's raw value. Returns how many bytes of text it added.</summary>
    public int Append(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        var before = Length;
        if (!isEscaped)
            Copy(raw);
        else
            Unescape(raw);
        return Length - before;
    }

    /// <summary>No more text comes: half a surrogate pair that still waits for its other half shows as what it is.</summary>
    public void End() => EndSurrogate();

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        EndSurrogate();
        _bytes.Write(bytes);
    }

    private void Unescape(ReadOnlySpan<byte> raw)
    {
        while (!raw.IsEmpty)
        {
            var backslash = raw.IndexOf((byte)'\\');
            if (backslash < 0)
            {
                Copy(raw);
                return;
            }
            Copy(raw[..backslash]);
            raw = raw[(backslash + 1)..];
            raw = raw[0] == 'u' ? CodeUnit(raw) : Simple(raw);
        }
    }

    private ReadOnlySpan<byte> Simple(ReadOnlySpan<byte> escape)
    {
        var plain = escape[0] switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            var same => same,
        };
        Copy([plain]);
        return escape[1..];
    }

    /// <summary>Halves of a surrogate pair may come in two strings of two events: the first half waits.</summary>
    private ReadOnlySpan<byte> CodeUnit(ReadOnlySpan<byte> escape)
    {
        var unit = (char)ushort.Parse(escape.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (char.IsLowSurrogate(unit) && _highSurrogate != 0)
        {
            Write(new Rune(_highSurrogate, unit));
            _highSurrogate = default;
        }
        else if (char.IsHighSurrogate(unit))
        {
            EndSurrogate();
            _highSurrogate = unit;
        }
        else
        {
            EndSurrogate();
            Write(Rune.TryCreate(unit, out var rune) ? rune : Rune.ReplacementChar);
        }
        return escape[5..];
    }

    private void EndSurrogate()
    {
        if (_highSurrogate == 0)
            return;
        _highSurrogate = default;
        Write(Rune.ReplacementChar);
    }

    private void Write(Rune rune) => _bytes.Advance(rune.EncodeToUtf8(_bytes.GetSpan(4)));
}
