using System.Net;
using LlmObs.Collector.Machines;
using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Servers;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Machines;

public sealed class MachineEndpointTests
{
    private static readonly FedSensor Memory = new("memory", sample => sample with { MemoryTotalBytes = 512, MemoryUsedBytes = 9 });

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_the_sensors_with_their_trouble_and_what_is_absent()
    {
        var report = await AskAsync(new KnownMachine(), Memory, FedSensor.Broken("fan", "The disk sleeps."));

        Assert.Equal([new SensorState("memory", "a test", null), new SensorState("fan", "a test", "The disk sleeps."), new SensorState("servers", "a test", null)], report.Sensors);
        Assert.Equal([new AbsentSensor("power", "no meter"), new AbsentSensor("GPU memory limit", "nobody tells")], report.Absent);
        Assert.Equal((1.0, 0L, "0.1.0"), (report.IntervalSeconds, report.MissedSamples, report.Version));
        Assert.Equal(RunningCollector.Start, report.At);
    }

    [Fact]
    public async Task It_tells_what_this_kind_of_machine_knows()
    {
        var report = await AskAsync(new KnownMachine(), Memory);

        Assert.Equal(("Testix 1.0", "Abacus", 512L), (report.Machine.OperatingSystem, report.Machine.Processor, report.Machine.MemoryBytes!.Value));
        Assert.Equal((true, false, 464L), (report.IsOnBattery, report.IsLowPowerMode, report.GpuMemoryLimitBytes));
        Assert.Equal(new ProcessUse(7, "llama", 99), Assert.Single(report.BiggestProcesses));
    }

    [Fact]
    public async Task A_fact_that_cannot_be_read_costs_only_itself()
    {
        var report = await AskAsync(new BrokenMachine(), Memory);

        Assert.Null(report.IsOnBattery);
        Assert.Empty(report.BiggestProcesses);
        Assert.False(report.IsLowPowerMode);
        Assert.NotEmpty(report.Machine.OperatingSystem);
        Assert.Equal(["operating system", "battery", "biggest processes"], report.Absent.Skip(2).Select(absent => absent.Subject));
        Assert.All(report.Absent.Skip(2), absent => Assert.Equal("it cannot be read: no", absent.Reason));
    }

    [Fact]
    public async Task A_sensor_that_reads_again_has_no_trouble_any_more()
    {
        var isBroken = true;
        var sensor = new FedSensor("fan", sample => isBroken ? throw new InvalidDataException("The disk sleeps.") : sample);
        await using var collector = await RunningCollector.StartAsync(sensor);
        var (status, _, broken) = await collector.GetAsync("/machine");

        isBroken = false;
        collector.Clock.Advance(TimeSpan.FromSeconds(1));
        await collector.UntilAsync(2);
        var (_, _, whole) = await collector.GetAsync("/machine");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("The disk sleeps.", HostJson.Read<HostReport>(broken).Sensors[0].Trouble);
        Assert.Null(HostJson.Read<HostReport>(whole).Sensors[0].Trouble);
    }

    private static async Task<HostReport> AskAsync(IMachineFacts facts, params ISensor[] sensors)
    {
        var inventory = new SensorInventory { Sensors = sensors, Absent = [new AbsentSensor("power", "no meter")] };
        await using var collector = await CollectorHost.StartAsync(new CollectorOptions { Port = 0, Patience = RunningCollector.Patience }, inventory, facts, new NoProcessTable("a test"), new FakeTimeProvider(RunningCollector.Start), Stopped);
        using var client = new HttpClient { BaseAddress = collector.Address };
        return HostJson.Read<HostReport>(await client.GetStringAsync(new Uri("machine", UriKind.Relative), Stopped));
    }

    private class KnownMachine : IMachineFacts
    {
        public virtual string OperatingSystem() => "Testix 1.0";

        public string? Processor() => "Abacus";

        public virtual bool? IsOnBattery() => true;

        public bool? IsLowPowerMode() => false;

        public long? GpuMemoryLimitBytes() => 464;

        public virtual IReadOnlyList<ProcessUse> BiggestProcesses(int count) => [new(7, "llama", 99)];

        public IReadOnlyList<AbsentSensor> Absent() => [new("GPU memory limit", "nobody tells")];
    }

    private sealed class BrokenMachine : KnownMachine
    {
        public override string OperatingSystem() => throw new IOException("no");

        public override bool? IsOnBattery() => throw new InvalidDataException("no");

        public override IReadOnlyList<ProcessUse> BiggestProcesses(int count) => throw new UnauthorizedAccessException("no");
    }
}
