using System.Globalization;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// Bytes read from whole disks. Not counted: partitions, which are part of a disk, and what has no device of its own (loop, ram, zram, dm, md), since its reads
/// are reads of a disk too, or of none. The sum never falls: a disk that is taken away leaves what was read from it, and one that counts from 0 again adds from there.
/// </summary>
internal sealed class DiskReads(string diskstats, string blocks) : ISensor
{
    /// <summary>The kernel's unit here, whatever the disk's own is.</summary>
    private const long SectorBytes = 512;

    private readonly Dictionary<string, bool> _isDisk = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sectors = new(StringComparer.Ordinal);
    private long _total;

    public string Name => "disk reads";

    public string Source => $"{diskstats} (the machine's disks, in a container too)";

    public static SensorSearch Look(SystemFolders folders)
    {
        var (diskstats, blocks) = (Path.Combine(folders.Proc, "diskstats"), Path.Combine(folders.Sys, "block"));
        if (!File.Exists(diskstats))
            return new SensorSearch.Absent($"there is no {diskstats}");
        var sensor = new DiskReads(diskstats, blocks);
        return Directory.Exists(blocks) && Directory.EnumerateDirectories(blocks).Any(folder => sensor.IsDisk(Path.GetFileName(folder)))
            ? new SensorSearch.Found([sensor])
            : new SensorSearch.Absent($"{blocks} has no disk with a device of its own");
    }

    public HostSample Read(HostSample sample)
    {
        foreach (var line in KernelFile.Text(diskstats).AsSpan().EnumerateLines())
            Add(line);
        return sample with { DiskReadBytes = _total };
    }

    /// <summary>major minor name, reads completed, reads merged, sectors read, …</summary>
    private void Add(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[7];
        if (line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries) < 7 || !IsDisk(line[fields[2]]))
            return;
        if (!long.TryParse(line[fields[5]], NumberStyles.None, CultureInfo.InvariantCulture, out var sectors) || sectors > long.MaxValue / SectorBytes / 1024)
            throw new InvalidDataException($"{diskstats} says \"{line}\" where a count of sectors was expected.");
        var known = _sectors.GetAlternateLookup<ReadOnlySpan<char>>();
        var before = known.TryGetValue(line[fields[2]], out var last) ? last : 0;
        known[line[fields[2]]] = sectors;
        _total += (sectors >= before ? sectors - before : sectors) * SectorBytes;
    }

    private bool IsDisk(ReadOnlySpan<char> name)
    {
        var known = _isDisk.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(name, out var isDisk))
            known[name] = isDisk = IsDisk(name.ToString());
        return isDisk;
    }

    /// <summary>A hidden one is a path to a disk that is shown beside it.</summary>
    private bool IsDisk(string name)
    {
        var (folder, hidden) = (Path.Combine(blocks, name), Path.Combine(blocks, name, "hidden"));
        return Path.Exists(Path.Combine(folder, "device")) && !(File.Exists(hidden) && KernelFile.Text(hidden).StartsWith('1'));
    }
}
