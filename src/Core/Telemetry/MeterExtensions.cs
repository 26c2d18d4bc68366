using System.Diagnostics.Metrics;

namespace LlmObs.Telemetry;

/// <summary>Makes a meter's instruments from the catalogue, so that name, unit, help text and buckets are written once.</summary>
public static class MeterExtensions
{
    public static Histogram<double> CreateHistogram(this Meter meter, Instrument entry) =>
        meter.CreateHistogram<double>(entry.Name, entry.Unit, entry.Description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = entry.Buckets });

    public static Counter<long> CreateCounter(this Meter meter, Instrument entry) => meter.CreateCounter<long>(entry.Name, entry.Unit, entry.Description);

    /// <summary>Read when someone asks; no value, no series.</summary>
    public static void CreateObservable(this Meter meter, Instrument entry, Func<IEnumerable<Measurement<double>>> observe)
    {
        if (entry.Kind == InstrumentKind.Sum)
            meter.CreateObservableUpDownCounter(entry.Name, observe, entry.Unit, entry.Description);
        else
            meter.CreateObservableGauge(entry.Name, observe, entry.Unit, entry.Description);
    }

    /// <summary>The same for a single value without attributes.</summary>
    public static void CreateObservable(this Meter meter, Instrument entry, Func<double?> observe) =>
        meter.CreateObservable(entry, () => observe() is { } value ? [new Measurement<double>(value)] : (IEnumerable<Measurement<double>>)[]);
}
