using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class MacDiskTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/Volumes/Models", true)]
    [InlineData("/System/Volumes/Data", false)]
    [InlineData("/System/Volumes/Preboot", false)]
    [InlineData("/dev", false)]
    public void The_systems_own_volumes_are_left_out(string folder, bool isForPeople) => Assert.Equal(isForPeople, MacDisk.IsForPeople(folder));

    /// <summary>Lines as mount(8) of macOS writes them.</summary>
    [Fact]
    public void What_is_mounted_from_the_network_is_left_out_before_anyone_asks_it()
    {
        const string mounts = """
            /dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
            devfs on /dev (devfs, local, nobrowse)
            /dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
            //me@nas._smb._tcp.local/models on /Volumes/models (smbfs, nodev, nosuid, mounted by me)
            nas:/models on /Volumes/local nas (nfs, nodev, nosuid)
            /dev/disk5s1 on /Volumes/My Models (2) (exfat, local, nodev, nosuid, noowners, noatime, fskit)
            """;

        var found = Assert.IsType<SensorSearch.Found>(MacDisk.Look(() => new ProgramAnswer(0, mounts), TimeProvider.System));

        Assert.Equal(["disk /", "disk /Volumes/My Models (2)"], found.Sensors.Select(sensor => sensor.Name));
    }

    [Fact]
    public void A_disk_tells_what_a_user_may_still_write_and_its_size()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It asks a disk mounted at /.");
        var disk = new DriveInfo("/");

        var space = new MacDisk(disk, TimeProvider.System).Read(MachineFiles.Nothing).Storage["/"];

        Assert.Equal(disk.TotalSize, space.TotalBytes);
        Assert.InRange(space.FreeBytes, 0, disk.TotalSize);
    }

    [Fact]
    public void A_disk_that_was_taken_away_costs_its_reading_only() => Assert.ThrowsAny<IOException>(() => new MacDisk(new DriveInfo("/Volumes/Gone"), TimeProvider.System).Read(MachineFiles.Nothing));
}
