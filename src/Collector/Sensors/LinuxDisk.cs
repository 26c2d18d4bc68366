using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>How full a local disk is. It is asked every ten seconds: free space changes slowly, and a disk that is busy with a model may take its time.</summary>
internal sealed class LinuxDisk(string folder, string mounts, TimeProvider clock) : ISensor
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(10);

    private StorageSpace? _space;
    private long _asked;

    public string Name => $"disk {folder}";

    public string Source => $"statfs, every {AskedEvery.TotalSeconds:0} s";

    /// <summary>Disks mounted when the Collector starts, each once: where a device is mounted several times, the folder highest up.</summary>
    public static SensorSearch Look(SystemFolders folders, TimeProvider clock)
    {
        var mounts = Path.Combine(folders.Proc, "self", "mounts");
        if (!File.Exists(mounts))
            return new SensorSearch.Absent($"there is no {mounts}");
        var disks = Mount.Read(mounts).Where(mount => mount.IsLocalDisk && Directory.Exists(mount.Folder))
            .GroupBy(mount => mount.Device, StringComparer.Ordinal).Select(device => device.MinBy(mount => mount.Folder.Length)!.Folder);
        return SensorSearch.Of([.. disks.Order(StringComparer.Ordinal).Select(folder => new LinuxDisk(folder, mounts, clock))], $"{mounts} lists no file system on a disk of this machine");
    }

    public HostSample Read(HostSample sample)
    {
        if (_space is null || clock.GetElapsedTime(_asked) >= AskedEvery)
            (_space, _asked) = (Ask(), clock.GetTimestamp());
        return sample.WithStorage(folder, _space);
    }

    /// <summary>An empty folder where a disk was would tell of the disk above it.</summary>
    private StorageSpace Ask()
    {
        _space = null;
        if (!Mount.Read(mounts).Any(mount => mount.Folder == folder))
            throw new InvalidDataException($"{folder} is no longer mounted.");
        var disk = new DriveInfo(folder);
        return new StorageSpace(disk.AvailableFreeSpace, disk.TotalSize);
    }
}
