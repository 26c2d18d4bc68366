using System.Text.RegularExpressions;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// How full a local disk of a Mac is. The volumes of one APFS container share its free space, so the system's "/" stands for all it has, the users' folders among them.
/// What Finder calls purgeable is not counted as free: it is not free yet.
/// </summary>
internal sealed partial class MacDisk(DriveInfo disk, TimeProvider clock) : ISensor
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private StorageSpace? _space;
    private long _asked;

    public string Name => $"disk {disk.Name}";

    public string Source => $"statfs, every {AskedEvery.TotalSeconds:0} s";

    public static SensorSearch Look(TimeProvider clock) => Look(() => ProgramAnswer.Of("/sbin/mount", [], Patience), clock);

    /// <summary>
    /// Disks that are there when the Collector starts. One on the network is not asked, since it may not answer: <paramref name="mount"/> tells which are local
    /// from what the system knows. Rejected: DriveInfo.GetDrives and DriveType, which ask each of them.
    /// </summary>
    public static SensorSearch Look(Func<ProgramAnswer> mount, TimeProvider clock) =>
        SensorSearch.Of([.. LocalFolders(mount().Text).Where(IsForPeople).Select(folder => new MacDisk(new DriveInfo(folder), clock))], "no local disk is mounted");

    /// <summary>Of lines such as <c>/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)</c>.</summary>
    public static IEnumerable<string> LocalFolders(string mounts) =>
        MountLine().Matches(mounts).Where(line => line.Groups["options"].Value.Split(", ").Contains("local", StringComparer.Ordinal)).Select(line => line.Groups["folder"].Value);

    public HostSample Read(HostSample sample)
    {
        if (_space is null || clock.GetElapsedTime(_asked) >= AskedEvery)
            (_space, _asked) = (Ask(), clock.GetTimestamp());
        return sample.WithStorage(disk.Name, _space);
    }

    /// <summary>What was known of a disk that is gone is forgotten.</summary>
    private StorageSpace Ask()
    {
        _space = null;
        return new StorageSpace(disk.AvailableFreeSpace, disk.TotalSize);
    }

    /// <summary>The others are the system's own, in the same container.</summary>
    public static bool IsForPeople(string folder) => folder is "/" || folder.StartsWith("/Volumes/", StringComparison.Ordinal);

    [GeneratedRegex(@"^.+? on (?<folder>/.*) \((?<options>[^()]*)\)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MountLine();
}
