using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests;

public sealed class CollectorHostTests
{
    [Fact]
    public async Task Whatever_keeps_it_from_starting_its_sensors_are_ended()
    {
        using var sensor = new OpenSensor();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CollectorHost.StartAsync(new CollectorOptions { Port = 0 }, [sensor], TimeProvider.System, cancelled.Token));

        Assert.True(sensor.IsEnded);
    }

    private sealed class OpenSensor : ISensor, IDisposable
    {
        public bool IsEnded { get; private set; }

        public string Name => "open";

        public string Source => "a test";

        public HostSample Read(HostSample sample) => sample;

        public void Dispose() => IsEnded = true;
    }
}
