using System.Diagnostics.Metrics;
using LlmObs.Results;
using LlmObs.Telemetry;
using Instrument = LlmObs.Telemetry.Instrument;

namespace LlmObs.Runner.Telemetry;

/// <summary>
/// The latest result of each variant, published as gauges. Where the latest has no speed at all, the speeds are those of the one before,
/// while the counts and the date are tonight's: a failure shows, and last week's figures are not forgotten for it.
/// </summary>
internal sealed class VariantGauges
{
    /// <summary>Beyond it the oldest are left out, so that a folder of years cannot flood Prometheus.</summary>
    internal const int MostVariants = 300;

    private static readonly Instrument[] OfTheLatest = [VariantInstruments.Requests, VariantInstruments.NotCompleted, VariantInstruments.MeasuredAt];
    private readonly Lock _changing = new();
    private readonly Dictionary<string, Known> _variants = new(StringComparer.Ordinal);
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
            _points = _variants.Values.OrderByDescending(known => known.Latest.StartedAt).Take(MostVariants).SelectMany(PointsOf)
                .ToLookup(point => point.Instrument.Name, point => new Measurement<double>(point.Value, point.Tags), StringComparer.Ordinal);
        }
    }

    private IEnumerable<Measurement<double>> Points(Instrument instrument)
    {
        lock (_changing)
            return _points[instrument.Name];
    }

    private static IEnumerable<VariantPoint> PointsOf(Known known) =>
        VariantPoints.Of(known.WithSpeed).Where(point => !OfTheLatest.Contains(point.Instrument))
            .Concat(VariantPoints.Of(known.Latest).Where(point => OfTheLatest.Contains(point.Instrument)));

    private void Keep(VariantResult result)
    {
        var known = _variants.GetValueOrDefault(Key(result)) ?? new Known(result, result);
        _variants[Key(result)] = new Known(
            result.StartedAt >= known.Latest.StartedAt ? result : known.Latest,
            Rank(result).CompareTo(Rank(known.WithSpeed)) >= 0 ? result : known.WithSpeed);
    }

    /// <summary>Results of equal labels are of one variant: else one series would have two values.</summary>
    private static string Key(VariantResult result) => string.Join('\n', VariantTags.Of(result.Variant, result.IsSimulated).Select(tag => tag.Value));

    private static (bool HasSpeed, DateTimeOffset StartedAt) Rank(VariantResult result) =>
        (result.Loads.Any(load => load.MeanDecodeTokensPerSecond is not null), result.StartedAt);

    private sealed record Known(VariantResult Latest, VariantResult WithSpeed);
}
