using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class DiskReadsTests
{
    [Fact]
    public void Whole_disks_are_summed_and_nothing_that_is_read_through_them() =>
        Assert.Equal((20_971_520L + 2_097_152L) * 512, MachineFiles.Read("desktop").DiskReadBytes);

    [Fact]
    public void A_path_to_a_disk_that_is_shown_beside_it_does_not_count()
    {
        using var machine = Disks("sda").Write("sys/block/sdb/device/model", "path").Write("sys/block/sdb/hidden", "1\n").Write("proc/diskstats", Line("sda", 10) + Line("sdb", 10));

        Assert.Equal([10L * 512], Read(machine, Sensor(machine)));
    }

    [Fact]
    public void The_sum_never_falls_when_a_disk_is_taken_away_counts_anew_or_comes_back()
    {
        using var machine = Disks("sda", "sdb");
        machine.Write("proc/diskstats", Line("sda", 100) + Line("sdb", 50));
        var sensor = Sensor(machine);

        var sums = Read(machine, sensor, Line("sda", 110) + Line("sdb", 60), Line("sda", 110), Line("sda", 4), Line("sda", 5) + Line("sdb", 2), Line("sda", 5) + Line("sdb", 3) + Line("sdc", 7));

        // sdb leaves 60 behind, sda counts anew and adds 4, sdb comes back with 2; sdc has no folder: no disk
        Assert.Equal([150L, 170, 170, 174, 177, 178], sums.Select(bytes => bytes / 512));
    }

    [Fact]
    public void A_machine_with_very_many_disks_is_read_to_the_end()
    {
        using var machine = Disks("sda");
        machine.Write("proc/diskstats", string.Concat(Enumerable.Range(0, 1000).Select(number => Line($"loop{number}", 5))) + Line("sda", 42));

        Assert.Equal([42L * 512], Read(machine, Sensor(machine)));
    }

    [Fact]
    public void A_machine_without_a_disk_says_so()
    {
        using var machine = new TemporaryMachine().Write("proc/diskstats", Line("loop0", 5)).Write("sys/block/loop0/size", "0");

        Assert.Contains("no disk with a device of its own", machine.Look().Absent.Single(absent => absent.Subject == "disk reads").Reason, StringComparison.Ordinal);
    }

    private static TemporaryMachine Disks(params string[] names)
    {
        var machine = new TemporaryMachine();
        foreach (var name in names)
            machine.Write($"sys/block/{name}/device/model", "any");
        return machine.Write("proc/diskstats", "");
    }

    private static ISensor Sensor(TemporaryMachine machine) => machine.Look().Sensors.Single(sensor => sensor.Name == "disk reads");

    private static IReadOnlyList<long> Read(TemporaryMachine machine, ISensor sensor, params string[] later) =>
        [sensor.Read(MachineFiles.Nothing).DiskReadBytes!.Value, .. later.Select(text => { machine.Write("proc/diskstats", text); return sensor.Read(MachineFiles.Nothing).DiskReadBytes!.Value; })];

    private static string Line(string name, long sectors) => $"   8       0 {name} 12 3 {sectors} 4 0 0 0 0 0 0 0 0 0 0 0\n";
}
