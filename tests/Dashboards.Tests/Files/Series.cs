using LlmObs.Telemetry;

namespace LlmObs.Dashboards.Tests.Files;

/// <summary>Every series that may be asked for, with its labels: the catalogue's, the recording rules', Prometheus' own.</summary>
internal static class Series
{
    private static readonly string[] OfEveryTarget = ["job", "instance"];

    public static IReadOnlyDictionary<string, IReadOnlySet<string>> All { get; } = Everything();

    private static Dictionary<string, IReadOnlySet<string>> Everything()
    {
        var series = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["up"] = Set(OfEveryTarget),
            ["ALERTS"] = Set(["alertname", "alertstate", "severity", .. OfEveryTarget]),
        };
        foreach (var instrument in Instruments.All)
        {
            string[] labels = [.. instrument.Labels.Select(Instruments.Label), .. OfEveryTarget];
            foreach (var (name, own) in Names(instrument))
                series[name] = Set([.. labels, .. own]);
        }
        foreach (var rule in Rule.All.Where(rule => rule.Record is not null))
            series[rule.Record!] = Set(PromQl.Of(rule.Expression).Selectors.SelectMany(one => series.GetValueOrDefault(one.Metric) ?? Set([])));
        return series;
    }

    private static IEnumerable<(string Name, string[] Own)> Names(Instrument instrument) => instrument.Kind is InstrumentKind.Histogram
        ? [($"{instrument.PrometheusName}_bucket", ["le"]), ($"{instrument.PrometheusName}_sum", []), ($"{instrument.PrometheusName}_count", [])]
        : [(instrument.PrometheusName, [])];

    private static HashSet<string> Set(IEnumerable<string> labels) => labels.ToHashSet(StringComparer.Ordinal);
}
