using System.Text.RegularExpressions;

namespace LlmObs.Collector.Sensors;

/// <summary>A line of <c>/proc/self/mounts</c>: what is mounted where, and its kind.</summary>
internal sealed partial record Mount(string Device, string Folder, string Kind)
{
    /// <summary>On a disk of this machine. Others have no disk, or may not answer when their server is gone.</summary>
    private static readonly HashSet<string> Local = new(["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "jfs", "exfat", "ntfs3", "vfat", "fuseblk"], StringComparer.Ordinal);

    /// <summary>A container's root is layers upon a local disk. Elsewhere such layers are other containers' roots.</summary>
    public bool IsLocalDisk => Local.Contains(Kind) || (Kind is "overlay" && Folder is "/");

    public static IEnumerable<Mount> Read(string mounts) =>
        from line in KernelFile.Text(mounts).Split('\n')
        let fields = line.Split(' ')
        where fields.Length >= 3
        select new Mount(fields[0], Unescaped(fields[1]), fields[2]);

    /// <summary>A space in a name is written \040.</summary>
    private static string Unescaped(string text) => Escape().Replace(text, match => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString());

    [GeneratedRegex(@"\\[0-7]{3}", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
