using System.Globalization;
using System.Text.RegularExpressions;
using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Deletions;

/// <summary>What lies in LM Studio's models folder, found by looking and not by asking the server. Folders that are links are not entered.</summary>
public sealed partial class ModelFolderScan
{
    private const int Deepest = 6;
    private const string Coming = "downloading_";

    private readonly List<StoredModel> _models = [];
    private readonly List<string> _notEntered = [];

    private ModelFolderScan(string root) => Root = root;

    /// <summary>Full path, itself no link.</summary>
    public string Root { get; }

    public IReadOnlyList<StoredModel> Models => _models;

    /// <summary>Folders that are links, cannot be read, or lie too deep.</summary>
    public IReadOnlyList<string> NotEntered => _notEntered;

    public static ModelFolderScan Of(string models)
    {
        var scan = new ModelFolderScan(Path.TrimEndingDirectorySeparator(new DirectoryInfo(models).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(models)));
        scan.Look(scan.Root, 0);
        return scan;
    }

    private void Look(string folder, int depth)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList();
        var coming = files.Where(file => Path.GetFileName(file).StartsWith(Coming, StringComparison.Ordinal)).ToList();
        _models.AddRange(files.Where(IsGguf).GroupBy(Stem, StringComparer.Ordinal).Select(parts => Ggufs(parts.Key, [.. parts], coming)));
        if (depth > 1 && ModelFileRule.HoldsWeights(folder))
            _models.Add(Mlx(folder, [.. files.Where(file => !file.EndsWith(ModelFileRule.Gguf, StringComparison.OrdinalIgnoreCase)).Except(coming, StringComparer.Ordinal)], coming));
        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (new DirectoryInfo(inner).LinkTarget is not null || !TryLook(inner, depth + 1))
                _notEntered.Add(inner);
        }
    }

    private bool TryLook(string folder, int depth)
    {
        try
        {
            if (depth <= Deepest)
                Look(folder, depth);
            return depth <= Deepest;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A projector for images belongs to all quantizations of its repository.</summary>
    private static bool IsGguf(string file) =>
        file.EndsWith(ModelFileRule.Gguf, StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(file).StartsWith("mmproj", StringComparison.OrdinalIgnoreCase);

    private StoredModel Ggufs(string stem, IReadOnlyList<string> parts, IReadOnlyList<string> coming)
    {
        var count = Part().Match(parts[0]) is { Success: true } part ? int.Parse(part.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 1;
        var trouble = coming.FirstOrDefault(file => Path.GetFileName(file).Contains(Path.GetFileName(stem), StringComparison.Ordinal)) is { } half
            ? $"{half} is still being downloaded"
            : parts.Count == count ? null : string.Create(CultureInfo.InvariantCulture, $"{parts.Count} of its {count} parts are there");
        return new StoredModel(Describe(parts[0], parts, ModelFormat.Gguf, QuantizationName.FromName(Path.GetFileName(stem))), parts, trouble);
    }

    private StoredModel Mlx(string folder, IReadOnlyList<string> files, IReadOnlyList<string> coming) => new(
        Describe(folder, files, ModelFormat.Mlx, QuantizationName.FromName(Path.GetFileName(folder))),
        files,
        coming.Count == 0 ? null : $"{coming[0]} is still being downloaded");

    private LocalModel Describe(string path, IReadOnlyList<string> files, ModelFormat format, string? quantization)
    {
        var key = Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');
        return new LocalModel
        {
            Key = key,
            Publisher = key.Split('/')[0],
            Quantization = quantization,
            Format = format,
            Path = path,
            FileSize = new DataSize(files.Sum(file => new FileInfo(file).Length)),
        };
    }

    private static string Stem(string file) => Part().Match(file) is { Success: true } part ? part.Groups["stem"].Value : file[..^ModelFileRule.Gguf.Length];

    /// <summary>llama.cpp's <c>name-00002-of-00003.gguf</c>.</summary>
    [GeneratedRegex("^(?<stem>.+)-[0-9]{5}-of-(?<count>[0-9]{5})\\.gguf$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Part();
}
