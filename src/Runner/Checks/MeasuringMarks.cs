using System.Globalization;

namespace LlmObs.Runner.Checks;

/// <summary>
/// Tells the processes of one machine of each other: who measures holds a locked file named after its process. The lock is the operating system's
/// and gone with the process, however that ended; a file without one is left over and removed.
/// </summary>
public sealed class MeasuringMarks(string folder)
{
    private const string Ending = ".measuring";

    /// <summary>In the folder for temporary files, which on a Mac each user has for himself.</summary>
    public static MeasuringMarks OfThisMachine { get; } = new(Path.Combine(Path.GetTempPath(), "llmobs"));

    /// <summary>Held until what is returned is disposed; null where no mark can be made, which costs others only the warning.</summary>
    public IDisposable? Set()
    {
        try
        {
            Directory.CreateDirectory(folder);
            return Lock(FileOf(Environment.ProcessId));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The processes that measure now, without this one.</summary>
    public IReadOnlyList<int> Others() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, $"*{Ending}").Select(ProcessOf).OfType<int>().Where(process => process != Environment.ProcessId && IsHeld(FileOf(process))).Order()]
        : [];

    private string FileOf(int process) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{process}{Ending}"));

    private static int? ProcessOf(string file) =>
        int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : null;

    private static FileStream Lock(string file) => new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);

    /// <summary>Opening an old one takes it away again when it is closed.</summary>
    private static bool IsHeld(string file)
    {
        try
        {
            using var left = Lock(file);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // another user's, whom we cannot ask
            return false;
        }
    }
}
