using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// How full a local disk of a Mac is. The volumes of one APFS container share its free space, so the system's "/" stands for all it has, the users' folders among them.
/// What Finder calls purgeable is not counted as free: it is not free yet.
/// </summary>
internal sealed class MacDisk(DriveInfo disk, TimeProvider clock) : ISensor
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(10);

    private StorageSpace? _space;
    private long _asked;

    public string Name => $"disk {disk.Name}";

    public string Source => $"statfs, every {AskedEvery.TotalSeconds:0} s";

    /// <summary>Disks that are there when the Collector starts. One on the network is not asked, since it may not answer.</summary>
    public static SensorSearch Look(TimeProvider clock) =>
        SensorSearch.Of([.. DriveInfo.GetDrives().Where(disk => IsForPeople(disk.Name) && disk.DriveType is DriveType.Fixed or DriveType.Removable).Select(disk => new MacDisk(disk, clock))], "no local disk is mounted");

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
}
