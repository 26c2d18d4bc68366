using System.Globalization;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary>The processes of a Linux machine by resident memory (VmRSS). What two of them share, such as one model mapped twice, counts in both.</summary>
internal static class LinuxProcesses
{
    public static IReadOnlyList<ProcessUse> Biggest(SystemFolders folders, int count) =>
        [.. Directory.EnumerateDirectories(folders.Proc).Select(Read).OfType<ProcessUse>().OrderByDescending(process => process.MemoryBytes).Take(count)];

    /// <summary>Null for what is no process, a thread of the kernel, which has no memory of its own, and one that is gone meanwhile.</summary>
    private static ProcessUse? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return null;
        try
        {
            var status = Path.Combine(folder, "status");
            return KernelFile.Number(status, "VmRSS") is { } bytes ? new ProcessUse(pid, NameIn(KernelFile.Text(status)), bytes) : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static string NameIn(string status) => status.Split('\n', 2)[0].Split(':', 2)[^1].Trim();
}
