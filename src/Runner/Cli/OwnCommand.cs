namespace LlmObs.Runner.Cli;

/// <summary>What a person types to start this program, so that hints can be copied.</summary>
internal static class OwnCommand
{
    public const string Installed = "llmobs";
    private const string Project = "src/Runner";

    /// <summary>Built in a clone it is started from there; anywhere else it was installed.</summary>
    public static string Of(string programFolder, string currentFolder) => Clone(new DirectoryInfo(programFolder)) is { } clone
        ? $"dotnet run --project {Quoted(Path.GetRelativePath(currentFolder, Path.Combine(clone, Project)))} --"
        : Installed;

    /// <summary>As a shell takes it for one word.</summary>
    public static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static string? Clone(DirectoryInfo? folder) => folder is null
        ? null
        : File.Exists(Path.Combine(folder.FullName, Project, "Runner.csproj")) ? folder.FullName : Clone(folder.Parent);
}
