using System.Diagnostics.Metrics;
using LlmObs.Results;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>
/// The latest result of each variant, published as gauges. A result without any speed does not push out one that has one:
/// tonight's failure is shown in tonight's report, not by forgetting last week's figures.
/// </summary>
internal sealed class VariantGauges
{
    /// <summary>Beyond it the oldest are left out, so that a folder of years cannot flood Prometheus.</summary>
    internal const int MostVariants = 300;

    private readonly Lock _changing = new();
    private readonly Dictionary<Key, VariantResult> _latest = [];
    private ILookup<string, Measurement<double>> _points = Array.Empty<VariantPoint>().ToLookup(_ => "", _ => default(Measurement<double>), StringComparer.Ordinal);

    public VariantGauges(Meter meter)
    {
        foreach (var instrument in VariantInstruments.All)
            meter.CreateObservable(instrument, () => Points(instrument));
    }

    public void Add(IEnumerable<VariantResult> results)
    {
        lock (_changing)
        {
            foreach (var result in results)
                Keep(result);
            _points = _latest.Values.OrderByDescending(result => result.StartedAt).Take(MostVariants).SelectMany(VariantPoints.Of)
                .ToLookup(point => point.Instrument.Name, point => new Measurement<double>(point.Value, point.Tags), StringComparer.Ordinal);
        }
    }

    private IEnumerable<Measurement<double>> Points(LlmObs.Telemetry.Instrument instrument)
    {
        lock (_changing)
            return _points[instrument.Name];
    }

    private void Keep(VariantResult result)
    {
        var key = Key.Of(result);
        if (!_latest.TryGetValue(key, out var known) || Rank(result).CompareTo(Rank(known)) >= 0)
            _latest[key] = result;
    }

    private static (bool HasSpeed, DateTimeOffset StartedAt) Rank(VariantResult result) =>
        (result.Loads.Any(load => load.MeanDecodeTokensPerSecond is not null), result.StartedAt);

    private sealed record Key(string Model, string Variant, string Quantization, Plans.ModelFormat Format, string? Backend, bool IsSimulated)
    {
        public static Key Of(VariantResult result) =>
            new(result.Variant.Model, result.Variant.Id, result.Variant.Quantization, result.Variant.Format, result.Variant.Backend, result.IsSimulated);
    }
}
