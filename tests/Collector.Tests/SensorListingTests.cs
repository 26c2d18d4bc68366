using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Sensors;

namespace LlmObs.Collector.Tests;

public sealed class SensorListingTests
{
    [Fact]
    public void Every_sensor_stands_with_its_reading_and_its_source() =>
        Assert.Equal("""
            memory                23.4 GiB of 62.7 GiB used                                  /proc/meminfo
            swap                  256 MiB of 8 GiB used                                      /proc/meminfo
            paging                8 MiB swapped in, 256 MiB swapped out, 51234 major faults  /proc/vmstat
            memory pressure       1.53 % of the last 10 s                                    /proc/pressure/memory
            acpitz                16.8 °C                                                    /sys/class/thermal/thermal_zone0/temp
            acpitz 2              -5.0 °C                                                    /sys/class/thermal/thermal_zone1/temp
            cpu-thermal           61.3 °C                                                    /sys/class/thermal/thermal_zone2/temp
            iwlwifi_1             44.0 °C                                                    /sys/class/thermal/thermal_zone10/temp
            nvme Composite        38.9 °C                                                    /sys/class/hwmon/hwmon0/temp1_input
            nvme Sensor 1         41.9 °C                                                    /sys/class/hwmon/hwmon0/temp2_input
            nvme Composite 2      35.9 °C                                                    /sys/class/hwmon/hwmon1/temp1_input
            k10temp Tctl          63.5 °C                                                    /sys/class/hwmon/hwmon2/temp1_input
            k10temp Tccd1         51.3 °C                                                    /sys/class/hwmon/hwmon2/temp3_input
            amdgpu edge           58.0 °C                                                    /sys/class/hwmon/hwmon3/temp1_input
            nct6798 SYSTIN        34.0 °C                                                    /sys/class/hwmon/hwmon10/temp1_input
            amdgpu fan1           1187 rpm                                                   /sys/class/hwmon/hwmon3/fan1_input
            nct6798 fan1          0 rpm                                                      /sys/class/hwmon/hwmon10/fan1_input
            nct6798 fan2          942 rpm                                                    /sys/class/hwmon/hwmon10/fan2_input
            amdgpu PPT            247.0 W                                                    /sys/class/hwmon/hwmon3/power1_input
            processor frequency   2500 MHz                                                   /sys/devices/system/cpu/cpufreq/policy*/scaling_cur_freq, mean of 6 cores
            disk reads            11 GiB since the start                                     /proc/diskstats (the machine's disks, in a container too)
            energy                n/a                                                        there is no energy counter (intel-rapl) in /sys/class/powercap, as is usual in a virtual machine and on ARM
            processor throttling  n/a                                                        /sys/devices/system/cpu counts no throttled time: Intel's processors do since Linux 5.7, others and virtual machines do not
            disks                 n/a                                                        there is no /proc/self/mounts
            nvidia-smi            n/a                                                        nvidia-smi is not on the PATH: there is no Nvidia graphics processor, or its driver's programs are not installed

            """, Listing("desktop"));

    [Fact]
    public void What_is_absent_stands_below_with_the_reason() =>
        Assert.Equal("""
            memory                37 GiB of 503.5 GiB used  /proc/meminfo
            swap                  this machine has none     /proc/meminfo
            power_meter power1    412.0 W                   /sys/class/hwmon/hwmon0/power1_average
            paging                n/a                       there is no /proc/vmstat
            memory pressure       n/a                       this kernel keeps no such pressure figures: there is no /proc/pressure/memory; booting it with psi=1 may help
            thermal zones         n/a                       there is no thermal zone in /sys/class/thermal, as is usual in a virtual machine
            temperatures          n/a                       no chip in /sys/class/hwmon has a temperature
            fans                  n/a                       no chip in /sys/class/hwmon has a fan
            energy                n/a                       there is no energy counter (intel-rapl) in /sys/class/powercap, as is usual in a virtual machine and on ARM
            processor frequency   n/a                       /sys/devices/system/cpu/cpufreq tells no core's frequency, as is usual in a virtual machine
            processor throttling  n/a                       /sys/devices/system/cpu counts no throttled time: Intel's processors do since Linux 5.7, others and virtual machines do not
            disk reads            n/a                       there is no /proc/diskstats
            disks                 n/a                       there is no /proc/self/mounts
            nvidia-smi            n/a                       nvidia-smi is not on the PATH: there is no Nvidia graphics processor, or its driver's programs are not installed

            """, Listing("server"));

    [Fact]
    public void A_broken_sensor_stands_with_the_reason_among_the_others()
    {
        var inventory = new SensorInventory { Sensors = [FedSensor.Broken("nvme Composite", "The disk sleeps."), new FedSensor("left", sample => sample.WithFan("left", 900))], Absent = [] };

        var listing = SensorListing.Of(inventory, RunningCollector.Start);

        Assert.Equal("""
            nvme Composite  broken: The disk sleeps.  a test
            left            900 rpm                   a test

            """, listing);
    }

    [Fact]
    public void A_sensor_of_several_readings_tells_which_is_which()
    {
        const string line = """{"temp":{"cpu_temp_avg":58.2,"gpu_temp_avg":71.5},"fans":[{"name":"fan0","rpm":1325}],"gpu_freq_mhz":1338,"gpu_active_ratio":0.97,"sys_power":231.5}""";
        var inventory = new SensorInventory
        {
            Sensors =
            [
                new FedSensor("memory pressure", sample => sample with { MemoryPressureLevel = 1 }),
                new FedSensor("paging", sample => sample with { SwappedInBytes = 0, SwappedOutBytes = 1024 * 1024, MajorFaults = 7 }),
                new FedSensor("disk /", sample => sample.WithStorage("/", new(1024, 4096))),
                new FedSensor("macmon", sample => MacmonLine.Read(line).AddTo(sample)),
            ],
            Absent = [],
        };

        var listing = SensorListing.Of(inventory, RunningCollector.Start);

        Assert.Equal("""
            memory pressure  level 1 of 2                                                                          a test
            paging           0 B swapped in, 1 MiB swapped out, 7 major faults                                     a test
            disk /           1 KiB of 4 KiB free                                                                   a test
            macmon           cpu 58.2 °C, gpu 71.5 °C, fan0 1325 rpm, system 231.5 W, gpu 1338 MHz, gpu 97 % busy  a test

            """, listing);
    }

    private static string Listing(string machine)
    {
        var folders = MachineFiles.Folders(machine);
        return SensorListing.Of(MachineFiles.Look(machine), RunningCollector.Start)
            .Replace(folders.Proc, "/proc", StringComparison.Ordinal).Replace(folders.Sys, "/sys", StringComparison.Ordinal);
    }
}
