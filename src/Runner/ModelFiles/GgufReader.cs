using LlmObs.Capacity;

namespace LlmObs.Runner.ModelFiles;

/// <summary>
/// Reads the metadata of a GGUF file (ggml's gguf.md, versions 2 and 3) and walks over its tensors' descriptions to see whether they lie within the file.
/// What is not needed – a tokenizer's words above all – is walked over and not kept.
/// </summary>
internal sealed class GgufReader
{
    private const uint Magic = 0x46554747;
    private const int MostKeys = 65_536;
    private const int MostTensors = 1 << 20;
    private const int LongestName = 65_535;
    private const int LongestText = 4096;
    private const int LongestList = 4096;
    private const int MostDimensions = 8;
    private const int DeepestList = 4;
    private const int UsualAlignment = 32;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<double>> _lists = new(StringComparer.Ordinal);
    private readonly GgufBytes _bytes;

    private GgufReader(GgufBytes bytes) => _bytes = bytes;

    /// <param name="stream">That can be sought in, at its beginning.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="GgufException">It is no such file, is broken or is cut short.</exception>
    public static GgufMetadata Read(Stream stream, string name)
    {
        var reader = new GgufReader(new GgufBytes(stream, name));
        return reader.Read(stream.Length);
    }

    private GgufMetadata Read(long length)
    {
        if (length < sizeof(uint) || _bytes.U32() != Magic)
            throw _bytes.Broken($"it does not begin with \"GGUF\"");
        var version = _bytes.U32();
        if (version is not (2 or 3))
            throw _bytes.Broken($"its version is {version}, and 2 and 3 are known{(version == 1 ? "; convert it anew" : version >> 16 > 0 ? "; it may be written for a big-endian machine" : "")}");
        var (tensors, keys) = (_bytes.U64(), _bytes.U64());
        if (keys > MostKeys || tensors > MostTensors)
            throw _bytes.Broken($"it claims {keys:N0} keys and {tensors:N0} tensors");
        for (var left = _bytes.Count(keys, 13, "keys"); left > 0; left--)
            ReadKey();
        LookAtTensors(_bytes.Count(tensors, 24, "tensors"), length);
        return new GgufMetadata { Texts = _texts, Numbers = _numbers, Lists = _lists };
    }

    private void ReadKey()
    {
        var key = _bytes.Text(LongestName, "a key's name");
        var kind = (GgufKind)_bytes.U32();
        switch (kind)
        {
            case GgufKind.Text when IsKept(key):
                _texts[key] = _bytes.Text(LongestText, key);
                break;
            case GgufKind.Text:
                _bytes.SkipText(key);
                break;
            case GgufKind.List:
                ReadList(key, 0);
                break;
            default:
                _numbers[key] = Number(kind, key);
                break;
        }
    }

    /// <summary>A chat template may be long and is nobody's concern here.</summary>
    private static bool IsKept(string key) => key is "general.architecture" or "general.name" or "general.size_label";

    private void ReadList(string key, int depth)
    {
        if (depth == DeepestList)
            throw _bytes.Broken($"{key} is a list in a list in a list, deeper than makes sense");
        var kind = (GgufKind)_bytes.U32();
        var claimed = _bytes.U64();
        switch (kind)
        {
            case GgufKind.Text:
                for (var left = _bytes.Count(claimed, sizeof(ulong), $"texts in {key}"); left > 0; left--)
                    _bytes.SkipText(key);
                break;
            case GgufKind.List:
                for (var left = _bytes.Count(claimed, sizeof(uint) + sizeof(ulong), $"lists in {key}"); left > 0; left--)
                    ReadList(key, depth + 1);
                break;
            default:
                ReadNumbers(key, kind, _bytes.Count(claimed, Size(kind, key), $"numbers in {key}"));
                break;
        }
    }

    private void ReadNumbers(string key, GgufKind kind, long count)
    {
        if (count > LongestList)
        {
            _bytes.Skip((ulong)(count * Size(kind, key)), key);
            return;
        }
        var numbers = new double[count];
        for (var index = 0; index < count; index++)
            numbers[index] = Number(kind, key);
        _lists[key] = numbers;
    }

    private int Size(GgufKind kind, string key) => kind switch
    {
        GgufKind.UInt8 or GgufKind.Int8 or GgufKind.Truth => 1,
        GgufKind.UInt16 or GgufKind.Int16 => 2,
        GgufKind.UInt32 or GgufKind.Int32 or GgufKind.Float32 => 4,
        GgufKind.UInt64 or GgufKind.Int64 or GgufKind.Float64 => 8,
        _ => throw _bytes.Broken($"{key} is of a kind that is not known: {(uint)kind}"),
    };

    private double Number(GgufKind kind, string key) => kind switch
    {
        GgufKind.UInt8 or GgufKind.Truth => _bytes.U8(),
        GgufKind.Int8 => (sbyte)_bytes.U8(),
        GgufKind.UInt16 => _bytes.U16(),
        GgufKind.Int16 => (short)_bytes.U16(),
        GgufKind.UInt32 => _bytes.U32(),
        GgufKind.Int32 => (int)_bytes.U32(),
        GgufKind.Float32 => BitConverter.UInt32BitsToSingle(_bytes.U32()),
        GgufKind.UInt64 => _bytes.U64(),
        GgufKind.Int64 => (long)_bytes.U64(),
        GgufKind.Float64 => BitConverter.UInt64BitsToDouble(_bytes.U64()),
        _ => throw _bytes.Broken($"{key} is of a kind that is not known: {(uint)kind}"),
    };

    /// <summary>Where the last one begins must lie within the file: a download that broke off has a good header and no end.</summary>
    private void LookAtTensors(long count, long length)
    {
        ulong last = 0;
        for (; count > 0; count--)
        {
            _bytes.SkipText("a tensor's name");
            var dimensions = _bytes.U32();
            if (dimensions > MostDimensions)
                throw _bytes.Broken($"a tensor has {dimensions:N0} dimensions");
            _bytes.Skip((dimensions * sizeof(ulong)) + sizeof(uint), "a tensor's description");
            last = Math.Max(last, _bytes.U64());
        }
        var alignment = _numbers.TryGetValue("general.alignment", out var given) && given is >= 1 and <= int.MaxValue ? (long)given : UsualAlignment;
        var begin = (_bytes.Position + alignment - 1) / alignment * alignment;
        if (last > 0 && (last > long.MaxValue / 2 || begin + (long)last >= length))
            throw _bytes.Broken($"it is cut short: its last tensor begins at byte {(last > long.MaxValue / 2 ? last : (ulong)begin + last):N0}, and the file has {length:N0}");
    }

    private enum GgufKind : uint
    {
        UInt8 = 0,
        Int8 = 1,
        UInt16 = 2,
        Int16 = 3,
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Truth = 7,
        Text = 8,
        List = 9,
        UInt64 = 10,
        Int64 = 11,
        Float64 = 12,
    }
}
