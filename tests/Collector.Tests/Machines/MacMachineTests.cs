using LlmObs.Collector.Machines;
using LlmObs.Collector.Native;
using LlmObs.Collector.Tests.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Machines;

/// <summary>The words of pmset are written after what Mac owners show of it in public: none was recorded here.</summary>
public sealed class MacMachineTests
{
    private const long Gibi = 1024 * 1024 * 1024;

    private const string Studio = """
        System-wide power settings:
        Currently in use:
         Sleep On Power Button 1
         autorestart          0
         lowpowermode         0
         standby              0
         sleep                0 (sleep prevented by powerd, caffeinate)
         womp                 1
        """;

    [Theory]
    [InlineData("Now drawing from 'AC Power'\n", false)]
    [InlineData("Now drawing from 'AC Power'\n -InternalBattery-0 (id=22806627)\t80%; AC attached; not charging present: true\n", false)]
    [InlineData("Now drawing from 'Battery Power'\n -InternalBattery-0 (id=24313955)\t27%; discharging; 3:32 remaining present: true\n", true)]
    [InlineData("Now drawing from 'UPS Power'\n -UPS 900 (id=1)\t90%; discharging; 0:14 remaining\n", true)]
    [InlineData("Now drawing from 'Solar Power'\n", null)]
    [InlineData("", null)]
    public void The_power_source_is_what_pmset_draws_from(string said, bool? isOnBattery) =>
        Assert.Equal(isOnBattery, Machine(new ReplayedMac(), ("-g batt", said)).IsOnBattery());

    [Theory]
    [InlineData(" lowpowermode         1\n", true)]
    [InlineData(" powermode            0\n", false)]
    [InlineData(" powermode            1\n", true)]
    [InlineData(" powermode            2\n", false)]
    [InlineData(" lowpowermode         1\n powermode            0\n", false)]
    [InlineData(" hibernatemode        3\n", null)]
    [InlineData(" powermode\n", null)]
    [InlineData(Studio, false)]
    [InlineData("", null)]
    public void Low_power_mode_has_two_names(string said, bool? isLow) => Assert.Equal(isLow, Machine(new ReplayedMac(), ("-g", said)).IsLowPowerMode());

    [Fact]
    public void It_is_called_by_its_chip_and_its_model()
    {
        var machine = Machine(new ReplayedMac().Sysctl("kern.osproductversion", "26.1").Sysctl("machdep.cpu.brand_string", "Apple M3 Ultra").Sysctl("hw.model", "Mac15,14"));

        Assert.Equal(("macOS 26.1", "Apple M3 Ultra (Mac15,14)"), (machine.OperatingSystem(), machine.Processor()));
    }

    [Fact]
    public void The_graphics_limit_is_what_the_owner_set()
    {
        var machine = Machine(new ReplayedMac().Sysctl("iogpu.wired_limit_mb", 491_520));

        Assert.Equal(480 * Gibi, machine.GpuMemoryLimitBytes());
        Assert.Empty(machine.Absent());
    }

    [Fact]
    public void The_default_limit_is_not_guessed_and_has_its_reason()
    {
        var machine = Machine(new ReplayedMac().Sysctl("iogpu.wired_limit_mb", 0L));

        Assert.Null(machine.GpuMemoryLimitBytes());
        Assert.Equal(new AbsentSensor("GPU memory limit", "macOS's default holds (sysctl iogpu.wired_limit_mb is 0), and only Metal tells how much that is"), Assert.Single(machine.Absent()));
    }

    [Fact]
    public void A_mac_that_does_not_know_the_limit_says_so() => Assert.Throws<MacCallException>(() => Machine(new ReplayedMac()).GpuMemoryLimitBytes());

    [Fact]
    public void The_biggest_processes_are_this_users_by_footprint()
    {
        var mac = new ReplayedMac().Process(1, 0, "launchd", null).Process(300, 1, "Finder", 200).Process(400, 1, "node", 131 * Gibi).Process(500, 1, "Chrome", 4 * Gibi);

        Assert.Equal([new ProcessUse(400, "node", 131 * Gibi), new ProcessUse(500, "Chrome", 4 * Gibi)], Machine(mac).BiggestProcesses(2));
    }

    private static MacMachine Machine(ReplayedMac mac, params (string Arguments, string Text)[] said) =>
        new(mac, arguments => said.Single(one => one.Arguments == string.Join(' ', arguments)).Text);
}
