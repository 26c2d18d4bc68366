using LlmObs.Collector.Machines;
using LlmObs.Collector.Tests.Sensors;

namespace LlmObs.Collector.Tests.Machines;

public sealed class LinuxPowerTests : IDisposable
{
    private readonly TemporaryMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("0", "Discharging", true)]
    [InlineData("1", "Charging", false)]
    [InlineData("1", "Full", false)]
    [InlineData("1", "Not charging", false)]
    [InlineData("1", "Unknown", false)]
    [InlineData("0", "Unknown", true)]
    [InlineData("1", "Discharging", true)]
    public void A_laptop_is_on_battery_while_its_battery_discharges(string online, string status, bool isOnBattery)
    {
        Supply("AC", ("type", "Mains"), ("online", online));
        Supply("BAT0", ("type", "Battery"), ("status", status));

        Assert.Equal(isOnBattery, LinuxPower.IsOnBattery(_machine.Folders));
    }

    [Fact]
    public void The_battery_of_a_mouse_says_nothing_about_the_machine()
    {
        Supply("hidpp_battery_0", ("type", "Battery"), ("scope", "Device"), ("status", "Discharging"));

        Assert.Null(LinuxPower.IsOnBattery(_machine.Folders));
    }

    [Fact]
    public void An_uninterruptible_supply_that_discharges_is_a_battery()
    {
        Supply("ups", ("type", "UPS"), ("status", "Discharging"));

        Assert.True(LinuxPower.IsOnBattery(_machine.Folders));
    }

    [Fact]
    public void Where_no_supply_is_known_the_source_is_not_known() => Assert.Null(LinuxPower.IsOnBattery(_machine.Folders));

    [Theory]
    [InlineData("low-power", true)]
    [InlineData("balanced", false)]
    [InlineData("performance", false)]
    [InlineData("quiet", null)]
    [InlineData("custom", null)]
    public void The_platform_profile_tells_whether_power_is_saved(string profile, bool? isLow)
    {
        _machine.Write("sys/firmware/acpi/platform_profile", $"{profile}\n");

        Assert.Equal(isLow, LinuxPower.IsLowPowerMode(_machine.Folders));
    }

    [Theory]
    [InlineData("intel_pstate", "powersave", "balance_performance", false)]
    [InlineData("intel_pstate", "powersave", "power", true)]
    [InlineData("intel_pstate", "powersave", null, false)]
    [InlineData("amd-pstate-epp", "powersave", "balance_power", false)]
    [InlineData("acpi-cpufreq", "powersave", null, true)]
    [InlineData("acpi-cpufreq", "schedutil", null, false)]
    public void The_governor_powersave_is_the_usual_one_under_some_drivers_and_a_brake_under_others(string driver, string governor, string? preference, bool isLow)
    {
        const string policy = "sys/devices/system/cpu/cpufreq/policy0";
        _machine.Write($"{policy}/scaling_driver", driver).Write($"{policy}/scaling_governor", governor);
        if (preference is not null)
            _machine.Write($"{policy}/energy_performance_preference", preference);

        Assert.Equal(isLow, LinuxPower.IsLowPowerMode(_machine.Folders));
    }

    [Fact]
    public void One_that_saves_power_is_enough()
    {
        _machine.Write("sys/firmware/acpi/platform_profile", "balanced").Write("sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "schedutil")
            .Write("sys/devices/system/cpu/cpufreq/policy1/scaling_governor", "powersave").Write("sys/devices/system/cpu/cpufreq/policy1/scaling_driver", "cppc_cpufreq");

        Assert.True(LinuxPower.IsLowPowerMode(_machine.Folders));
    }

    [Fact]
    public void A_virtual_machine_has_no_word_on_saving_power() => Assert.Null(LinuxPower.IsLowPowerMode(_machine.Folders));

    private void Supply(string name, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files)
            _machine.Write($"sys/class/power_supply/{name}/{file}", $"{text}\n");
    }
}
