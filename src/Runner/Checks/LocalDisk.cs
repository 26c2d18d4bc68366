using LlmObs.Hardware;

namespace LlmObs.Runner.Checks;

/// <summary>How full a disk of this machine is.</summary>
internal static class LocalDisk
{
    /// <summary>The disk that holds a folder, which need not exist yet; null where the system does not tell.</summary>
    public static StorageSpace? Of(string folder)
    {
        try
        {
            var drive = new DriveInfo(Existing(Path.GetFullPath(folder)));
            return new StorageSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Existing(string folder) => Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : Existing(parent);
}
