using System.Globalization;

namespace LlmObs.Collector.Sensors;

/// <summary>Reads the small text files under /proc and /sys.</summary>
internal static class KernelFile
{
    public static long Number(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"{path} says \"{text}\" where a whole number was expected.");
    }

    /// <summary>The number behind a name, in a file of lines such as <c>MemTotal: 24684084 kB</c> or <c>inactive_file 4096</c>; null when no line has the name.</summary>
    public static long? Number(string path, string name)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ':' or ' ')
                return Parse(path, line, line.AsSpan(name.Length + 1).Trim());
        }
        return null;
    }

    /// <summary>A name someone gave a part; null when it has none.</summary>
    public static string? Name(string path) => File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } name ? name : null;

    private static long Parse(string path, string line, ReadOnlySpan<char> value)
    {
        var isKilobytes = value.EndsWith(" kB", StringComparison.Ordinal);
        var digits = isKilobytes ? value[..^3] : value;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number * (isKilobytes ? 1024 : 1)
            : throw new InvalidDataException($"{path} says \"{line}\" where a number was expected.");
    }
}
