using System.Globalization;
using System.Text.RegularExpressions;
using LlmObs.Capacity;
using LlmObs.Plans;

namespace LlmObs.Runner.ModelFiles;

/// <summary>A model's file or files with what is in their header.</summary>
/// <param name="Path">Of the first.</param>
/// <param name="Size">Of all of its parts.</param>
/// <param name="Parts">How many there are.</param>
public sealed partial record GgufModel(string Path, DataSize Size, int Parts, GgufMetadata Metadata)
{
    /// <summary>Of any part: the first has the metadata, and all must be there.</summary>
    /// <exception cref="GgufException">It cannot be read, or a part is missing.</exception>
    public static GgufModel Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var parts = PartsOf(full);
        try
        {
            if (parts.Where(part => !File.Exists(part)).ToList() is { Count: > 0 } missing)
                throw new GgufException(parts.Count == 1 ? $"There is no file {full}." : $"{missing.Count} of {parts.Count} parts are missing: {string.Join(", ", missing.Take(3))}{(missing.Count > 3 ? " …" : "")}. Fetch them first.");
            var metadata = parts.Select(Read).ToList()[0];
            return new GgufModel(parts[0], new DataSize(parts.Sum(Length)), parts.Count, metadata);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new GgufException($"{full} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static GgufMetadata Read(string part)
    {
        using var file = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        return GgufReader.Read(file, part);
    }

    /// <summary>Behind a link, as caches keep them, the file's own.</summary>
    private static long Length(string part)
    {
        using var file = File.OpenHandle(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return RandomAccess.GetLength(file);
    }

    private static List<string> PartsOf(string path)
    {
        var split = Part().Match(path);
        if (!split.Success || int.Parse(split.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) is not (> 0 and var count))
            return [path];
        return [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{split.Groups["stem"].Value}-{number:00000}-of-{split.Groups["count"].Value}{split.Groups["end"].Value}"))];
    }

    /// <summary>llama.cpp's <c>name-00002-of-00003.gguf</c>.</summary>
    [GeneratedRegex("^(?<stem>.+)-[0-9]{5}-of-(?<count>[0-9]{5})(?<end>\\.gguf)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Part();
}
