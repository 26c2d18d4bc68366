using System.Diagnostics.Metrics;
using LlmObs.Runner.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>One recorded value.</summary>
internal sealed record SeenPoint(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public object? this[string tag] => Tags.GetValueOrDefault(tag);
}

/// <summary>Listens to the meters made after it.</summary>
internal sealed class SeenPoints : IDisposable
{
    private readonly List<SeenPoint> _points = [];
    private readonly Lock _adding = new();
    private readonly MeterListener _listener = new();

    public SeenPoints()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SessionTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.Start();
    }

    /// <summary>Of one instrument, with the tag as given.</summary>
    public IReadOnlyList<SeenPoint> Of(LlmObs.Telemetry.Instrument instrument, string tag, object value)
    {
        lock (_adding)
            return [.. _points.Where(point => point.Instrument == instrument.Name && value.Equals(point[tag]))];
    }

    /// <summary>Reads the observable ones.</summary>
    public void Observe()
    {
        lock (_adding)
            _points.Clear();
        _listener.RecordObservableInstruments();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var point = new SeenPoint(instrument, value, tags.ToArray().ToDictionary(StringComparer.Ordinal));
        lock (_adding)
            _points.Add(point);
    }
}
