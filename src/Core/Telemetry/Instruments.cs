namespace LlmObs.Telemetry;

/// <summary>The one catalogue of metrics on the wire: services make their instruments from it, docs/metrics.md and the dashboards are held against it.</summary>
public static class Instruments
{
    public static IReadOnlyList<Instrument> All { get; } = [.. RunnerInstruments.All, .. VariantInstruments.All, .. HostInstruments.All];

    /// <summary>An attribute's name as Prometheus has it.</summary>
    public static string Label(string attribute) => PrometheusName.OfLabel(attribute);
}
