using System.Text;

namespace LlmObs.Telemetry;

/// <summary>A metric's name as OpenTelemetry's Prometheus exporter writes it: dots become underscores, the unit and a counter's kind are appended.</summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument)
    {
        var name = Plain(instrument.Name);
        var unit = Unit(instrument.Unit);
        if (unit.Length > 0 && !name.EndsWith($"_{unit}", StringComparison.Ordinal))
            name = $"{name}_{unit}";
        return instrument.Kind == InstrumentKind.Counter ? $"{name}_total" : name;
    }

    /// <summary>An attribute's name as a label.</summary>
    public static string OfLabel(string attribute) => Plain(attribute);

    private static string Unit(string unit) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "W" => "watts",
        "J" => "joules",
        "Hz" => "hertz",
        "Cel" => "celsius",
        "{token}/s" => "per_second",
        "1" => "",
        _ when unit.StartsWith('{') && unit.EndsWith('}') => "",
        _ => unit,
    };

    private static string Plain(string name) =>
        name.Aggregate(new StringBuilder(), (text, letter) => text.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_')).ToString();
}
