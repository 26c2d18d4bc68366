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
