using LlmObs.Collector.Sensors;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class LinuxDiskTests : IDisposable
{
    private readonly TemporaryMachine _machine = new();
    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);

    public LinuxDiskTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "It asks a Linux machine's file systems.");

    /// <summary>A real folder whose name has a space.</summary>
    private string Models => Path.Combine(_machine.Folders.Proc, "my models");

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("ext4", "/data", true)]
    [InlineData("xfs", "/data", true)]
    [InlineData("btrfs", "/", true)]
    [InlineData("zfs", "/tank", true)]
    [InlineData("vfat", "/media/stick", true)]
    [InlineData("fuseblk", "/media/ntfs", true)]
    [InlineData("overlay", "/", true)]
    [InlineData("overlay", "/var/lib/docker/overlay2/x/merged", false)]
    [InlineData("tmpfs", "/tmp", false)]
    [InlineData("proc", "/proc", false)]
    [InlineData("nfs4", "/nas", false)]
    [InlineData("cifs", "/nas", false)]
    [InlineData("fuse.sshfs", "/nas", false)]
    [InlineData("squashfs", "/snap/core/1", false)]
    public void Only_what_lies_on_a_disk_of_this_machine_is_asked(string kind, string folder, bool isLocal) => Assert.Equal(isLocal, new Mount("any", folder, kind).IsLocalDisk);

    [Fact]
    public void A_disk_tells_its_space_under_the_folder_where_it_is_mounted_and_once()
    {
        Mounts($"/dev/sdb1 {Escaped(Models)}/bound/deeper ext4 rw 0 0", $"/dev/sdb1 {Escaped(Models)} ext4 rw 0 0", "nas:/models /mnt nfs4 rw 0 0", "/dev/sdc1 /no/such/folder ext4 rw 0 0");

        var sensor = Assert.Single(Found());
        var (folder, space) = sensor.Read(MachineFiles.Nothing).Storage.Single();

        Assert.Equal((Models, $"disk {Models}"), (folder, sensor.Name));
        Assert.Equal(new DriveInfo(Models).TotalSize, space.TotalBytes);
        Assert.InRange(space.FreeBytes, 0, space.TotalBytes);
    }

    [Fact]
    public void It_is_asked_every_ten_seconds_and_one_that_is_gone_then_has_no_reading()
    {
        Mounts($"/dev/sdb1 {Escaped(Models)} ext4 rw 0 0");
        var sensor = Assert.Single(Found());
        var first = sensor.Read(MachineFiles.Nothing);
        Mounts("/dev/sda1 / ext4 rw 0 0");

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(first.Storage, sensor.Read(MachineFiles.Nothing).Storage);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Contains("is no longer mounted", Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing));
    }

    [Fact]
    public void Where_nothing_is_mounted_from_a_disk_that_is_said()
    {
        Mounts("tmpfs / tmpfs rw 0 0", "", "garbage");

        Assert.Contains("lists no file system on a disk", Assert.IsType<SensorSearch.Absent>(LinuxDisk.Look(_machine.Folders, _clock)).Reason, StringComparison.Ordinal);
    }

    private static string Escaped(string folder) => folder.Replace(" ", "\\040", StringComparison.Ordinal);

    private IReadOnlyList<ISensor> Found() => Assert.IsType<SensorSearch.Found>(LinuxDisk.Look(_machine.Folders, _clock)).Sensors;

    private void Mounts(params string[] lines)
    {
        _machine.Write("proc/self/mounts", string.Join('\n', lines) + "\n");
        Directory.CreateDirectory(Path.Combine(Models, "bound", "deeper"));
    }
}
