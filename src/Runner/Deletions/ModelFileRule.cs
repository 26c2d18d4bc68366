namespace LlmObs.Runner.Deletions;

/// <summary>Which files may be deleted: those of models, in a publisher's repository inside the models folder, reached over no link.</summary>
internal static class ModelFileRule
{
    public const string Gguf = ".gguf";

    private const string Weights = "*.safetensors";
    private const int LeastDepth = 3;

    /// <summary>Null when it may.</summary>
    /// <param name="root">The models folder, itself no link.</param>
    /// <param name="path">Of the file.</param>
    public static string? WhyNot(string root, string path) =>
        WhyNotThere(root, path) ?? (IsModel(path) ? null : $"{path} is no model's file: neither GGUF nor in a folder of safetensors");

    /// <summary>Only where it lies.</summary>
    public static string? WhyNotThere(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        var names = relative.Split(Path.DirectorySeparatorChar);
        if (!Path.IsPathFullyQualified(path) || Path.GetFullPath(path) != path || Path.IsPathRooted(relative) || names.Contains("..", StringComparer.Ordinal))
            return $"{path} lies outside {root}";
        if (names.Length < LeastDepth)
            return $"{path} lies in no publisher's repository";
        if (Link(root, names) is { } link)
            return $"{link} is a link: what it leads to is not LM Studio's alone";
        return File.Exists(path) ? null : $"{path} is no file";
    }

    public static bool HoldsWeights(string folder) => Directory.EnumerateFiles(folder, Weights).Any() && File.Exists(Path.Combine(folder, "config.json"));

    private static bool IsModel(string path) => path.EndsWith(Gguf, StringComparison.OrdinalIgnoreCase) || HoldsWeights(Path.GetDirectoryName(path)!);

    /// <summary>The first on the way that is one.</summary>
    private static string? Link(string root, IEnumerable<string> names)
    {
        var at = root;
        foreach (var name in names)
        {
            at = Path.Combine(at, name);
            if (new FileInfo(at).LinkTarget is not null)
                return at;
        }
        return null;
    }
}
