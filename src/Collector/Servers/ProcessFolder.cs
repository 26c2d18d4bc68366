using System.Globalization;
using System.IO.Enumeration;
using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Servers;

/// <summary>One process under /proc.</summary>
internal sealed record ProcessFolder(SystemFolders Folders, int Pid)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private string Path { get; } = System.IO.Path.Combine(Folders.Proc, Pid.ToString(CultureInfo.InvariantCulture));

    public static IEnumerable<int> Pids(SystemFolders folders) => new FileSystemEnumerable<int>(folders.Proc, Number, Everything) { ShouldIncludePredicate = IsNumber };

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>What is read of it; null when it ends meanwhile, which is nothing unusual, or is another user's and the system shows nothing of those.</summary>
    public T? WhileThere<T>(Func<ProcessFolder, T?> read)
        where T : class
    {
        try
        {
            return read(this);
        }
        catch (Exception unseen) when (unseen is UnauthorizedAccessException || (unseen is IOException && !Directory.Exists(Path)))
        {
            return null;
        }
    }

    /// <summary>Null when it has ended and only its exit code is left.</summary>
    public ProcessStat? Stat() => ProcessStat.Parse(KernelFile.Text(File("stat"))) is { IsRunning: true } stat ? stat : null;

    public string Name() => KernelFile.Name(File("comm")) ?? Pid.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it has one of these open, such as <c>socket:[21543]</c>; what may not be looked into has none.</summary>
    public bool HasOpen(IReadOnlyCollection<string> targets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(File("fd"), "*", Everything).Any(file => new FileInfo(file).LinkTarget is { } target && targets.Contains(target, StringComparer.Ordinal));
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static int Number(ref FileSystemEntry entry) => int.Parse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsNumber(ref FileSystemEntry entry) => int.TryParse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
