using System.Globalization;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Collector.Tests.Telemetry;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>Our sensors and the real node exporter read one /sys, written for this: temperatures, fans, powers and energy are the same, and so are memory and swap of one /proc.</summary>
public sealed class OneSysfsTests : IDisposable
{
    private readonly TemporaryMachine _machine = new();

    public OneSysfsTests()
    {
        NodeExporter.Demand();
        Chip("hwmon0", "nvme", ("temp1_input", "38850"), ("temp1_label", "Composite"), ("temp2_input", "-5850"), ("temp2_label", "Sensor 1"));
        Chip("hwmon1", "k10temp", ("temp1_input", "63500"), ("temp1_label", "Tctl"));
        Chip("hwmon2", "nct6798", ("fan1_input", "0"), ("fan2_input", "1187"), ("temp1_input", "34000"));
        Chip("hwmon10", "amdgpu", ("power1_input", "247000000"), ("power1_label", "PPT"), ("fan1_input", "942"));
        Zone("thermal_zone0", "acpitz", "16800");
        Zone("thermal_zone1", "x86_pkg_temp", "71250");
        Energy("intel-rapl:0", "package-0", "123456789012");
        Energy("intel-rapl:0:0", "core", "23456789012");
        Energy("intel-rapl:1", "package-1", "7");
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Temperatures_fans_powers_and_energy_are_the_same()
    {
        _machine.Write("proc/stat", "cpu 0 0 0 0\n");
        await using var exporter = await NodeExporter.StartAsync(_machine.Folders, "hwmon", "thermal_zone", "rapl");

        var theirs = await exporter.ScrapeAsync();
        var ours = MachineFiles.Read(_machine.Look());

        Assert.Equal([.. OfChips(theirs, "node_hwmon_temp_celsius"), .. OfZones(theirs)], Sorted(ours.Temperatures));
        Assert.Equal(OfChips(theirs, "node_hwmon_fan_rpm"), Sorted(ours.Fans));
        Assert.Equal(OfChips(theirs, "node_hwmon_power_watt"), Sorted(ours.Powers));
        Assert.Equal(OfEnergy(theirs), ours.Energies.Values.Order());
        Assert.Equal((6, 3, 1, 3), (ours.Temperatures.Count, ours.Fans.Count, ours.Powers.Count, ours.Energies.Count));
    }

    [Fact]
    public async Task Memory_and_a_swap_that_is_in_use_are_the_same()
    {
        _machine.Write("proc/meminfo", "MemTotal:       65758444 kB\nMemFree:         1234567 kB\nMemAvailable:   41232456 kB\nSwapCached:          512 kB\nSwapTotal:       8388604 kB\nSwapFree:        8126460 kB\n");
        await using var exporter = await NodeExporter.StartAsync(_machine.Folders, "meminfo");

        var theirs = await exporter.ScrapeAsync();
        var ours = MachineFiles.Read(_machine.Look());

        double Their(string name) => theirs.Single(point => point.Name == $"node_memory_{name}_bytes").Value;
        Assert.Equal((Their("MemTotal"), Their("MemTotal") - Their("MemAvailable")), (ours.MemoryTotalBytes!.Value, ours.MemoryUsedBytes!.Value));
        Assert.Equal((Their("SwapTotal"), Their("SwapTotal") - Their("SwapFree")), (ours.SwapTotalBytes!.Value, ours.SwapUsedBytes!.Value));
        Assert.True(ours.SwapUsedBytes > 0);
    }

    /// <summary>The exporter has a chip's name and a label as series of their own.</summary>
    private static IEnumerable<string> OfChips(IReadOnlyList<MetricPoint> points, string metric) => points.Where(point => point.Name == metric).Select(point =>
    {
        var label = points.FirstOrDefault(other => other.Name is "node_hwmon_sensor_label" && other.Labels["chip"] == point.Labels["chip"] && other.Labels["sensor"] == point.Labels["sensor"])?.Labels["label"];
        var chip = points.First(other => other.Name is "node_hwmon_chip_names" && other.Labels["chip"] == point.Labels["chip"]).Labels["chip_name"];
        return Text($"{chip} {label ?? point.Labels["sensor"]}", point.Value);
    }).Order(StringComparer.Ordinal);

    private static IEnumerable<string> OfZones(IReadOnlyList<MetricPoint> points) =>
        points.Where(point => point.Name is "node_thermal_zone_temp").Select(point => Text(point.Labels["type"], point.Value)).Order(StringComparer.Ordinal);

    private static IEnumerable<double> OfEnergy(IReadOnlyList<MetricPoint> points) =>
        points.Where(point => point.Name.StartsWith("node_rapl_", StringComparison.Ordinal)).Select(point => point.Value).Order();

    /// <summary>Chips first, as above; a zone's name has no space here.</summary>
    private static IEnumerable<string> Sorted(IReadOnlyDictionary<string, double> readings) =>
        readings.OrderBy(reading => !reading.Key.Contains(' ', StringComparison.Ordinal)).ThenBy(reading => Text(reading.Key, reading.Value), StringComparer.Ordinal).Select(reading => Text(reading.Key, reading.Value));

    private static string Text(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.000}");

    private void Chip(string folder, string name, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files.Append(("name", name)))
            _machine.Write($"sys/class/hwmon/{folder}/{file}", $"{text}\n");
    }

    private void Zone(string folder, string type, string temperature) =>
        _machine.Write($"sys/class/thermal/{folder}/type", $"{type}\n").Write($"sys/class/thermal/{folder}/policy", "step_wise\n").Write($"sys/class/thermal/{folder}/temp", $"{temperature}\n");

    private void Energy(string folder, string name, string count) =>
        _machine.Write($"sys/class/powercap/{folder}/name", $"{name}\n").Write($"sys/class/powercap/{folder}/energy_uj", $"{count}\n").Write($"sys/class/powercap/{folder}/max_energy_range_uj", "262143328850\n");
}
