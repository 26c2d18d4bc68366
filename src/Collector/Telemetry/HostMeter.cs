using LlmObs.Collector.Samples;
using LlmObs.Hardware;
using LlmObs.Telemetry;
using IMeterFactory = System.Diagnostics.Metrics.IMeterFactory;
using Meter = System.Diagnostics.Metrics.Meter;
using Point = System.Diagnostics.Metrics.Measurement<double>;

namespace LlmObs.Collector.Telemetry;

/// <summary>The machine's metrics. A scrape reads the latest sample and never a sensor; what the sample lacks has no point.</summary>
internal sealed class HostMeter : IHostedService
{
    public const string Name = "LlmObs.Collector";

    private const string Used = "used";
    private const string Free = "free";

    private readonly SampleHistory _history;
    private readonly Meter _meter;

    public HostMeter(IMeterFactory factory, SampleHistory history, Sampler sampler)
    {
        _history = history;
        _meter = factory.Create(new(Name));
        Observe(HostInstruments.MemoryUsage, sample => ByState(Attributes.MemoryState, sample.MemoryUsedBytes, sample.MemoryTotalBytes));
        Observe(HostInstruments.MemoryLimit, sample => One(sample.MemoryTotalBytes));
        Observe(HostInstruments.MemoryUtilization, sample => Shares(sample.MemoryUsedBytes, sample.MemoryTotalBytes));
        Observe(HostInstruments.PagingUsage, sample => ByState(Attributes.PagingState, sample.SwapUsedBytes, sample.SwapTotalBytes));
        Observe(HostInstruments.MemoryPressure, sample => One(sample.MemoryPressure));
        Observe(HostInstruments.ThermalPressure, sample => One(sample.ThermalPressure));
        Observe(HostInstruments.Temperature, sample => ByName(sample.Temperatures));
        Observe(HostInstruments.FanSpeed, sample => ByName(sample.Fans));
        Observe(HostInstruments.Power, sample => sample.Powers.Select(OfPower));
        Observe(HostInstruments.ServerMemory, sample => sample.Servers.SelectMany(server => OfServer(server.Key, server.Value)));
        var missed = HostInstruments.MissedSamples;
        _meter.CreateObservableCounter(missed.Name, () => sampler.Missed, missed.Unit, missed.Description);
    }

    /// <summary>Nothing to start: that the host makes it is enough.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Observe(Instrument instrument, Func<HostSample, IEnumerable<Point>> read)
    {
        IEnumerable<Point> Latest() => _history.Latest is { } sample ? read(sample) : [];
        if (instrument.Kind == InstrumentKind.Sum)
            _meter.CreateObservableUpDownCounter(instrument.Name, Latest, instrument.Unit, instrument.Description);
        else
            _meter.CreateObservableGauge(instrument.Name, Latest, instrument.Unit, instrument.Description);
    }

    private static IEnumerable<Point> One(double? value) => value is { } number ? [new(number)] : [];

    private static IEnumerable<Point> ByState(string label, double? used, double? total) => used is { } amount && total is { } all
        ? [new(amount, Tag(label, Used)), new(all - amount, Tag(label, Free))]
        : [];

    private static IEnumerable<Point> Shares(double? used, double? total) =>
        total > 0 ? ByState(Attributes.MemoryState, used / total, 1) : [];

    private static IEnumerable<Point> ByName(IReadOnlyDictionary<string, double> readings) =>
        readings.Select(reading => new Point(reading.Value, Tag(Attributes.HardwareId, reading.Key), Tag(Attributes.HardwareName, reading.Key)));

    private static Point OfPower(KeyValuePair<string, double> reading) =>
        new(reading.Value, Tag(Attributes.HardwareId, reading.Key), Tag(Attributes.HardwareType, PowerSources.Of(reading.Key).ToString().ToLowerInvariant()));

    private static IEnumerable<Point> OfServer(int port, ServerMemory memory) =>
        new[] { ("anonymous", memory.AnonymousBytes), ("file", memory.FileBytes), ("footprint", memory.FootprintBytes) }
            .SelectMany(part => part.Item2 is { } bytes ? new Point[] { new(bytes, new(Attributes.ServerPort, port), Tag(Attributes.MemoryType, part.Item1)) } : []);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
