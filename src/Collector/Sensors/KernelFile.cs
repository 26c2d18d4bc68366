using System.Globalization;
using System.Text;

namespace LlmObs.Collector.Sensors;

/// <summary>Reads the small text files under /proc and /sys.</summary>
internal static class KernelFile
{
    /// <summary>Nearly every file read here is shorter. A list of mounts or disks can be longer, and is then read once more with room for it.</summary>
    private const int UsualBytes = 16 * 1024;

    /// <summary>Without a reader and its buffers: dozens of such files are read every second. Their length is not asked, since the kernel tells a wrong one.</summary>
    public static string Text(string path)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite);
        Span<byte> text = stackalloc byte[UsualBytes];
        var length = 0;
        while (RandomAccess.Read(file, text[length..], length) is var read and > 0)
            length += read;
        if (length == UsualBytes)
            return File.ReadAllText(path);
        return Encoding.UTF8.GetString(text[..length]);
    }

    public static long Number(string path)
    {
        var text = Text(path).Trim();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"{path} says \"{text}\" where a whole number was expected.");
    }

    /// <summary>A number that such a thing can be; any other is a misreading, and is told as one.</summary>
    public static long Number(string path, long least, long most)
    {
        var number = Number(path);
        return number >= least && number <= most ? number : throw new InvalidDataException($"{path} says {number}, which is not within {least} to {most}.");
    }

    /// <summary>The same of a part that may be switched off, such as a core: null while it cannot be read.</summary>
    public static long? NumberWhileOn(string path, long least, long most)
    {
        try
        {
            return Number(path, least, most);
        }
        catch (Exception off) when (off is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number behind a name, in a file of lines such as <c>MemTotal: 24684084 kB</c> or <c>inactive_file 4096</c>; null when no line has the name.</summary>
    public static long? Number(string path, string name) => NumberIn(Text(path), name, path);

    /// <summary>The same of a text read before, where several names of one file are wanted.</summary>
    public static long? NumberIn(string text, string name, string path)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ':' or ' ')
                return Parse(path, line, line[(name.Length + 1)..].Trim());
        }
        return null;
    }

    /// <summary>A name someone gave a part; null when it has none.</summary>
    public static string? Name(string path) => File.Exists(path) && Text(path).Trim() is { Length: > 0 } name ? name : null;

    private static long Parse(string path, ReadOnlySpan<char> line, ReadOnlySpan<char> value)
    {
        var isKilobytes = value.EndsWith(" kB", StringComparison.Ordinal);
        var digits = isKilobytes ? value[..^3] : value;
        var unit = isKilobytes ? 1024 : 1;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / unit
            ? number * unit
            : throw new InvalidDataException($"{path} says \"{line}\" where a number was expected.");
    }
}
