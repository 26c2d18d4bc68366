namespace LlmObs.Telemetry;

/// <summary>One metric on the wire, with all that its readers must know. The catalogue holds every one there is.</summary>
public sealed record Instrument
{
    /// <summary>An OpenTelemetry name: a convention's own, else under <c>llmobs.</c>.</summary>
    public required string Name { get; init; }

    public required InstrumentKind Kind { get; init; }

    /// <summary>In UCUM: s, By, W, Cel, {token}/s; 1 for ratios and levels.</summary>
    public required string Unit { get; init; }

    /// <summary>One sentence; it is the metric's help text and ends up in docs/metrics.md.</summary>
    public required string Description { get; init; }

    /// <summary>The attributes each point carries.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Upper bounds of a histogram's buckets, in its unit; empty for other kinds.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = [];

    /// <summary>The name of its series in Prometheus.</summary>
    public string PrometheusName => Telemetry.PrometheusName.Of(this);

    internal static Instrument Histogram(string name, string unit, IReadOnlyList<double> buckets, IReadOnlyList<string> labels, string description) =>
        Of(InstrumentKind.Histogram, name, unit, labels, description) with { Buckets = buckets };

    internal static Instrument Counter(string name, string unit, IReadOnlyList<string> labels, string description) =>
        Of(InstrumentKind.Counter, name, unit, labels, description);

    internal static Instrument Gauge(string name, string unit, IReadOnlyList<string> labels, string description) =>
        Of(InstrumentKind.Gauge, name, unit, labels, description);

    internal static Instrument Sum(string name, string unit, IReadOnlyList<string> labels, string description) =>
        Of(InstrumentKind.Sum, name, unit, labels, description);

    private static Instrument Of(InstrumentKind kind, string name, string unit, IReadOnlyList<string> labels, string description) =>
        new() { Name = name, Kind = kind, Unit = unit, Labels = labels, Description = description };
}

public enum InstrumentKind
{
    Histogram,
    Counter,

    /// <summary>A value that is read when someone asks.</summary>
    Gauge,

    /// <summary>A value that is read when someone asks and may be added up over its attributes.</summary>
    Sum,
}
