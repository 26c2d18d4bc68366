using System.Globalization;

namespace LlmObs.Runner.Servers;

/// <summary>Sums up one metric of a server's <c>/metrics</c>, over all its labels: the text format of Prometheus.</summary>
internal static class PrometheusText
{
    /// <summary>Null where the metric is not there.</summary>
    public static double? Sum(string text, string metric)
    {
        double? sum = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (Value(line, metric) is { } value)
                sum = (sum ?? 0) + value;
        }
        return sum;
    }

    private static double? Value(ReadOnlySpan<char> line, string metric)
    {
        if (!line.StartsWith(metric, StringComparison.Ordinal) || line.Length == metric.Length || line[metric.Length] is not ('{' or ' '))
            return null;
        // a label's value may hold a blank or a brace: what counts stands behind the last closing one
        var rest = line[(line[metric.Length] == '{' ? line.LastIndexOf('}') + 1 : metric.Length)..].Trim();
        var end = rest.IndexOf(' ');
        return double.TryParse(end < 0 ? rest : rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
