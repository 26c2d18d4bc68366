using System.Text.RegularExpressions;

namespace LlmObs.Tests;

/// <summary>A new server is one file and one line: what differs by its kind stands in its dialect, and nowhere else is a kind named.</summary>
public sealed partial class ServerKindsTests
{
    [Fact]
    public void No_file_but_a_dialects_own_names_a_kind_of_server()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Simulator/", StringComparison.Ordinal))
            .Select(file => (Path: Path.GetRelativePath(Root, file), Text: File.ReadAllText(file))).ToList();
        var dialects = files.Where(file => Declared().IsMatch(file.Text)).ToList();
        var kinds = dialects.SelectMany(file => Declared().Matches(file.Text).Select(match => $"\"{match.Groups["kind"].Value}\"")).Distinct(StringComparer.Ordinal).ToList();

        Assert.Contains("\"lm_studio\"", kinds, StringComparer.Ordinal);
        Assert.All(dialects, file => Assert.StartsWith(Path.Combine("src", "Runner", "Servers"), file.Path, StringComparison.Ordinal));
        Assert.Empty(files.Except(dialects).SelectMany(file => kinds.Where(kind => file.Text.Contains(kind, StringComparison.Ordinal)).Select(kind => $"{file.Path}: {kind}")));
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    /// <summary>As a dialect declares it.</summary>
    [GeneratedRegex("""^\s+Kind = "(?<kind>[a-z_]+)",$""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Declared();
}
