using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>Against a script that writes as nvidia-smi does by its documentation: no such hardware was at hand.</summary>
public sealed class NvidiaSmiTests
{
    private const string StayOpen = "sleep 60";

    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);

    [Fact]
    public async Task Each_processor_tells_load_memory_frequency_temperature_and_power_under_one_name()
    {
        using var stub = new StubProgram("nvidia-smi", $"echo '0, 97, 20480, 24564, 71, 412.55, 2520, NVIDIA GeForce RTX 4090'; echo '1, 0, 1, 24564, 35, 21.00, 210, NVIDIA GeForce RTX 4090'; {StayOpen}");
        using var sensor = Found(stub);

        var sample = await UntilAsync(sensor, read => read.Gpus.Count == 2);

        Assert.EndsWith("--loop-ms=250", sensor.Source, StringComparison.Ordinal);

        const string first = "gpu 0 NVIDIA GeForce RTX 4090";
        Assert.Equal(new GpuReading { Utilization = 0.97, MemoryUsedBytes = 20480L << 20, MemoryTotalBytes = 24564L << 20, FrequencyHertz = 2.52e9 }, sample.Gpus[first]);
        Assert.Equal((71.0, 412.55), (sample.Temperatures[first], sample.Powers[first]));
        Assert.Equal(0, sample.Gpus["gpu 1 NVIDIA GeForce RTX 4090"].Utilization);
        Assert.All(sample.Powers.Keys, name => Assert.Equal(PowerSource.Gpu, PowerSources.Of(name)));
    }

    [Fact]
    public void What_a_processor_cannot_tell_is_null_and_has_no_entry()
    {
        var sample = NvidiaLine.Parse("0, [N/A], [Not Supported], [Unknown Error], N/A, -1, 99999999, Tesla, of old")!.AddTo(MachineFiles.Nothing);

        Assert.Equal([("gpu 0 Tesla, of old", new GpuReading())], sample.Gpus.Select(gpu => (gpu.Key, gpu.Value)));
        Assert.Empty(sample.Temperatures);
        Assert.Empty(sample.Powers);
    }

    [Fact]
    public async Task Garbage_among_the_lines_is_passed_over()
    {
        using var stub = new StubProgram("nvidia-smi", $"echo 'WARNING: infoROM is corrupted'; echo '0, 5, 1, 2, 40, 20, 300, A'; head -c 300000 /dev/zero | tr '\\0' ','; echo; echo 'x, 1, 2, 3, 4, 5, 6, B'; {StayOpen}");
        using var sensor = Found(stub);

        var sample = await UntilAsync(sensor, read => read.Gpus.Count == 1);

        Assert.Equal(0.05, sample.Gpus["gpu 0 A"].Utilization);
    }

    [Fact]
    public void When_it_falls_silent_its_old_figures_are_not_shown_as_new()
    {
        using var stub = new StubProgram("nvidia-smi", $"echo '0, 5, 1, 2, 40, 20, 300, A'; {StayOpen}");
        using var sensor = Found(stub);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var old = Assert.Throws<InvalidDataException>(() => sensor.Read(MachineFiles.Nothing));

        Assert.Equal("nvidia-smi has written no line for 5 s.", old.Message);
    }

    [Fact]
    public async Task When_the_collector_ends_the_program_has_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks into /proc.");
        using var stub = new StubProgram("nvidia-smi", "while :; do echo \"0, 5, 1, 2, 40, 20, 300, $$\"; sleep 0.05; done");
        var sensor = Found(stub);
        var program = sensor.Read(MachineFiles.Nothing).Gpus.Keys.Single().Split(' ')[2];

        await using (await CollectorHost.StartAsync(new CollectorOptions { Port = 0, Patience = RunningCollector.Patience }, [sensor], _clock, TestContext.Current.CancellationToken))
            Assert.True(Directory.Exists($"/proc/{program}"));

        Assert.False(Directory.Exists($"/proc/{program}"));
    }

    [Fact]
    public void Where_its_driver_does_not_answer_it_is_absent_with_what_it_says()
    {
        using var stub = new StubProgram("nvidia-smi", "echo 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'; exit 9");

        var absent = Assert.IsType<SensorSearch.Absent>(Look(stub.Folder));

        Assert.Contains("could not communicate with the NVIDIA driver", absent.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_is_not_installed_that_is_said() =>
        Assert.Contains("not on the PATH", Assert.IsType<SensorSearch.Absent>(Look("/no/such/folder")).Reason, StringComparison.Ordinal);

    private static async Task<HostSample> UntilAsync(NvidiaSmi sensor, Func<HostSample, bool> isSo)
    {
        var sample = MachineFiles.Nothing;
        await Waiting.UntilAsync(() => isSo(sample = sensor.Read(MachineFiles.Nothing)), "the processors in a sample");
        return sample;
    }

    private NvidiaSmi Found(StubProgram stub) => Assert.IsType<NvidiaSmi>(Assert.Single(Assert.IsType<SensorSearch.Found>(Look(stub.Folder)).Sensors));

    private SensorSearch Look(string folder) => NvidiaSmi.Look(new SystemFolders { Programs = folder }, _clock, TimeSpan.FromMilliseconds(250));
}
