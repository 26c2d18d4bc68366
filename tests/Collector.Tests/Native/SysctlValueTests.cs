using LlmObs.Collector.Native;

namespace LlmObs.Collector.Tests.Native;

public sealed class SysctlValueTests
{
    [Fact]
    public void A_number_has_four_bytes_or_eight()
    {
        var mac = new ReplayedMac().Sysctl("four", 2, 1, 0, 0).Sysctl("eight", 0, 0, 0, 0, 128, 0, 0, 0);

        Assert.Equal(258, mac.Number("four"));
        Assert.Equal(512L * 1024 * 1024 * 1024, mac.Number("eight"));
    }

    [Fact]
    public void What_has_another_length_is_no_number_and_is_told_with_its_name()
    {
        var mac = new ReplayedMac().Sysctl("hw.memsize", 1, 2, 3);

        var broken = Assert.Throws<InvalidDataException>(() => mac.Number("hw.memsize"));

        Assert.Equal("sysctl hw.memsize has 3 bytes where a number of 4 or 8 was expected.", broken.Message);
    }

    [Theory]
    [InlineData(new byte[] { 77, 51, 0 }, "M3")]
    [InlineData(new byte[] { 77, 51, 0, 65, 65 }, "M3")]
    [InlineData(new byte[] { 77, 51 }, "M3")]
    [InlineData(new byte[0], "")]
    public void A_text_ends_at_its_zero(byte[] value, string text) => Assert.Equal(text, new ReplayedMac().Sysctl("name", value).Text("name"));

    [Fact]
    public void A_struct_of_another_length_is_not_guessed_at()
    {
        var mac = new ReplayedMac().Sysctl("vm.swapusage", new byte[40]);

        var broken = Assert.Throws<InvalidDataException>(() => mac.Struct<XswUsage>("vm.swapusage"));

        Assert.Equal("sysctl vm.swapusage has 40 bytes where 32 were expected.", broken.Message);
    }

    [Fact]
    public void A_name_the_system_does_not_know_is_told() =>
        Assert.Equal("macOS refuses sysctl kern.none: No such file or directory", Assert.Throws<MacCallException>(() => new ReplayedMac().Number("kern.none")).Message);
}
