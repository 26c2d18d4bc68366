namespace LlmObs.AppHost.Monitoring;

/// <summary>The programs a shell would find.</summary>
/// <param name="path">The value of PATH.</param>
public sealed class OnPath(string? path)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe"] : [""];

    /// <summary>The first of these names that is there, as a full path; null where none is.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Places(name).FirstOrDefault(IsProgram) is { } found)
                return found;
        }
        return null;
    }

    private IEnumerable<string> Places(string name) =>
        from folder in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        from ending in Endings
        select Path.Combine(folder, name + ending);

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != UnixFileMode.None);
}
