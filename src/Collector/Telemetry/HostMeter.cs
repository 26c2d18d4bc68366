using LlmObs.Collector.Samples;
using LlmObs.Hardware;
using LlmObs.Telemetry;
using IMeterFactory = System.Diagnostics.Metrics.IMeterFactory;
using Meter = System.Diagnostics.Metrics.Meter;
using ObservableInstrument = System.Diagnostics.Metrics.ObservableInstrument<double>;
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
        ObserveMemory();
        ObserveDisks();
        ObserveParts();
        ObserveGraphics();
        Observe(HostInstruments.ServerMemory, sample => sample.Servers.SelectMany(server => OfServer(server.Key, server.Value)));
        var missed = HostInstruments.MissedSamples;
        _meter.CreateObservableCounter(missed.Name, () => sampler.Missed, missed.Unit, missed.Description);
    }

    /// <summary>Nothing to start: that the host makes it is enough.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void ObserveMemory()
    {
        Observe(HostInstruments.MemoryUsage, sample => ByState(Attributes.MemoryState, sample.MemoryUsedBytes, sample.MemoryTotalBytes));
        Observe(HostInstruments.MemoryLimit, sample => One(sample.MemoryTotalBytes));
        Observe(HostInstruments.MemoryUtilization, sample => Shares(sample.MemoryUsedBytes, sample.MemoryTotalBytes));
        Observe(HostInstruments.PagingUsage, sample => ByState(Attributes.PagingState, sample.SwapUsedBytes, sample.SwapTotalBytes));
        Observe(HostInstruments.PagingFaults, sample => One(sample.MajorFaults, Attributes.PagingFaultType, "major"));
        Observe(HostInstruments.SwapTraffic, sample => [.. One(sample.SwappedInBytes, Attributes.PagingDirection, "in"), .. One(sample.SwappedOutBytes, Attributes.PagingDirection, "out")]);
        Observe(HostInstruments.MemoryPressure, sample => One(sample.MemoryPressure));
        Observe(HostInstruments.MemoryPressureLevel, sample => One(sample.MemoryPressureLevel));
    }

    private void ObserveDisks()
    {
        Observe(HostInstruments.DiskRead, sample => One(sample.DiskReadBytes, Attributes.DiskDirection, "read"));
        Observe(HostInstruments.FilesystemUsage, sample => sample.Storage.SelectMany(disk =>
            ByState(Attributes.FilesystemState, disk.Value.TotalBytes - disk.Value.FreeBytes, disk.Value.TotalBytes, Tag(Attributes.FilesystemMountpoint, disk.Key))));
        Observe(HostInstruments.FilesystemLimit, sample => sample.Storage.Select(disk => new Point(disk.Value.TotalBytes, Tag(Attributes.FilesystemMountpoint, disk.Key))));
    }

    /// <summary>The convention keeps the whole machine apart from its parts, so that nobody adds up what overlaps.</summary>
    private void ObserveParts()
    {
        Observe(HostInstruments.Temperature, sample => ByName(sample.Temperatures));
        Observe(HostInstruments.FanSpeed, sample => ByName(sample.Fans));
        Observe(HostInstruments.Power, sample => OfParts(sample.Powers));
        Observe(HostInstruments.HostPower, sample => OfWhole(sample.Powers));
        Observe(HostInstruments.Energy, sample => OfParts(sample.Energies));
        Observe(HostInstruments.HostEnergy, sample => OfWhole(sample.Energies));
        Observe(HostInstruments.CpuFrequency, sample => One(sample.CpuFrequencyHertz));
        Observe(HostInstruments.ThermalPressure, sample => One(sample.ThermalPressure));
        Observe(HostInstruments.ThrottledTime, sample => One(sample.ThrottledSeconds));
    }

    private void ObserveGraphics()
    {
        Observe(HostInstruments.GpuUtilization, sample => ByGpu(sample, gpu => gpu.Utilization));
        Observe(HostInstruments.GpuMemoryUsage, sample => ByGpu(sample, gpu => gpu.MemoryUsedBytes));
        Observe(HostInstruments.GpuMemoryLimit, sample => ByGpu(sample, gpu => gpu.MemoryTotalBytes));
        Observe(HostInstruments.GpuFrequency, sample => ByGpu(sample, gpu => gpu.FrequencyHertz));
    }

    private void Observe(Instrument instrument, Func<HostSample, IEnumerable<Point>> read)
    {
        IEnumerable<Point> Latest() => _history.Latest is { } sample ? read(sample) : [];
        _ = instrument.Kind switch
        {
            InstrumentKind.Counter => _meter.CreateObservableCounter(instrument.Name, Latest, instrument.Unit, instrument.Description),
            InstrumentKind.Sum => (ObservableInstrument)_meter.CreateObservableUpDownCounter(instrument.Name, Latest, instrument.Unit, instrument.Description),
            _ => _meter.CreateObservableGauge(instrument.Name, Latest, instrument.Unit, instrument.Description),
        };
    }

    private static IEnumerable<Point> One(double? value, string label, string word) => value is { } number ? [new(number, Tag(label, word))] : [];

    private static IEnumerable<Point> One(double? value) => value is { } number ? [new(number)] : [];

    private static IEnumerable<Point> ByState(string label, double? used, double? total, params KeyValuePair<string, object?>[] tags) => used is { } amount && total is { } all
        ? [new(amount, [Tag(label, Used), .. tags]), new(all - amount, [Tag(label, Free), .. tags])]
        : [];

    private static IEnumerable<Point> Shares(double? used, double? total) =>
        total > 0 ? ByState(Attributes.MemoryState, used / total, 1) : [];

    private static IEnumerable<Point> ByName(IEnumerable<KeyValuePair<string, double>> readings) =>
        readings.Select(reading => new Point(reading.Value, Tag(Attributes.HardwareId, reading.Key), Tag(Attributes.HardwareName, reading.Key)));

    private static IEnumerable<Point> ByGpu(HostSample sample, Func<GpuReading, double?> reading) =>
        ByName(sample.Gpus.Where(gpu => reading(gpu.Value) is not null).Select(gpu => KeyValuePair.Create(gpu.Key, reading(gpu.Value)!.Value)));

    private static IEnumerable<Point> OfParts(IReadOnlyDictionary<string, double> readings) =>
        from reading in readings
        let source = PowerSources.Of(reading.Key)
        where source is not PowerSource.System
        select new Point(reading.Value, Tag(Attributes.HardwareId, reading.Key), Tag(Attributes.HardwareType, source.ToString().ToLowerInvariant()));

    private static IEnumerable<Point> OfWhole(IReadOnlyDictionary<string, double> readings) =>
        readings.Where(reading => PowerSources.Of(reading.Key) is PowerSource.System).Select(reading => new Point(reading.Value, Tag(Attributes.HardwareId, reading.Key)));

    private static IEnumerable<Point> OfServer(int port, ServerMemory memory) =>
        new[] { ("anonymous", memory.AnonymousBytes), ("file", memory.FileBytes), ("footprint", memory.FootprintBytes) }
            .SelectMany(part => part.Item2 is { } bytes ? new Point[] { new(bytes, new(Attributes.ServerPort, port), Tag(Attributes.MemoryType, part.Item1)) } : []);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
