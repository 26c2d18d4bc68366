using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmObs.Collector.Tests.Telemetry;

/// <summary>One line of what Prometheus reads.</summary>
internal sealed partial record MetricPoint(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public static IReadOnlyList<MetricPoint> Parse(string text) =>
        [.. Line().Matches(text).Select(line => new MetricPoint(line.Groups["name"].Value, LabelsOf(line.Groups["labels"].Value), double.Parse(line.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)))];

    private static Dictionary<string, string> LabelsOf(string text) =>
        Label().Matches(text).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9_:]+)(\{(?<labels>[^}]*)\})? (?<value>[-+0-9.eE]+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex("(?<name>[a-z_]+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
