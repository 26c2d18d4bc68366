using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LlmObs.Collector.Options;
using LlmObs.Collector.Samples;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>Watching keeps an hour of samples and nothing else, however often it samples.</summary>
[Collection(AloneCollection.Name)]
public sealed class GrowthTests(ITestOutputHelper output)
{
    /// <summary>As many as ten minutes have at the fastest pace.</summary>
    private const int TenMinutes = 6000;

    /// <summary>What the runtime itself may add or give back meanwhile; the smallest object lost with each sample would be 144,000.</summary>
    private const long Slack = 64 * 1024;

    private static readonly TimeSpan Fastest = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Ten_minutes_of_the_fastest_sampling_leave_nothing_behind_once_the_hour_is_full()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        // at one a minute an hour is full after sixty, and how long sampling takes does not matter here
        var options = new CollectorOptions { Interval = TimeSpan.FromMinutes(1) };
        var history = new SampleHistory(options, TimeProvider.System);
        var reader = RealReader(out var port);
        Take(reader, history, 500);

        // what other tests leave may be freed in one of these and hide as much: the one in which least changes counts
        var grown = Enumerable.Range(0, 3).Select(_ => Growth(() => Take(reader, history, TenMinutes))).MinBy(Math.Abs);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{grown} bytes after {TenMinutes} samples"));
        Assert.InRange(grown, -Slack, Slack);
        Assert.NotEmpty(history.Latest!.Servers[port].Pids);
    }

    [Fact]
    public void An_hour_of_the_fastest_sampling_takes_less_than_64_MiB()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var history = new SampleHistory(new CollectorOptions { Interval = Fastest }, TimeProvider.System);
        var reader = RealReader(out _);
        Take(reader, history, 500);

        var each = Growth(() => Take(reader, history, TenMinutes)) / (double)TenMinutes;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{each:0} bytes a sample"));
        Assert.InRange(each * (TimeSpan.FromHours(1) / Fastest), 1, 64 << 20);
        Assert.Equal(TenMinutes + 500, history.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count);
    }

    /// <summary>This machine's own sensors, and this process as the server that is watched: it listens where the test runner has it.</summary>
    private static SensorReader RealReader(out int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var watch = new ServerWatch(ProcessTables.Here(), TimeProvider.System);
        Assert.Null(watch.Watch(port).Reason);
        return new SensorReader([.. SensorCatalogue.Look(new SystemFolders()).Sensors, watch], TimeProvider.System, NullLogger<SensorReader>.Instance);
    }

    private static long Growth(Action action)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        action();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private static void Take(SensorReader reader, SampleHistory history, int samples)
    {
        for (var sample = 0; sample < samples; sample++)
            history.Add(reader.Read());
    }
}
