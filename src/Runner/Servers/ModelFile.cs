using System.Globalization;
using System.Text.RegularExpressions;
using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>A model's file on this machine: which file was measured can be told apart later by its size and time.</summary>
internal sealed partial record ModelFile(string Path, DataSize Size, DateTimeOffset ModifiedAt)
{
    /// <summary>
    /// Null where the server runs elsewhere or says no path, or the file cannot be seen from here.
    /// Behind a link, as caches keep them, size and time are the file's own; of a model in parts, or of a folder as MLX has them, the size is that of all and the time the latest.
    /// </summary>
    public static ModelFile? Find(Uri server, string? path)
    {
        if (!server.IsLoopback || path is null || !System.IO.Path.IsPathFullyQualified(path))
            return null;
        var parts = (Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : Parts(path)).Select(Real).ToList();
        return parts.Count > 0 && parts.TrueForAll(part => part.Exists)
            ? new ModelFile(System.IO.Path.GetFullPath(path), new DataSize(parts.Sum(part => part.Length)), parts.Max(part => new DateTimeOffset(part.LastWriteTimeUtc)))
            : null;
    }

    private static FileInfo Real(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        }
        catch (IOException)
        {
            // a link that leads nowhere, or not to be looked at
            return new FileInfo(path);
        }
    }

    private static IEnumerable<string> Parts(string path)
    {
        var split = SplitName().Match(path);
        if (!split.Success)
            return [path];
        var count = int.Parse(split.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        return Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{split.Groups["name"].Value}-{number:00000}-of-{count:00000}.gguf"));
    }

    /// <summary>llama.cpp's <c>name-00001-of-00003.gguf</c>.</summary>
    [GeneratedRegex("^(?<name>.+)-00001-of-(?<count>[0-9]{5})\\.gguf$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SplitName();
}
