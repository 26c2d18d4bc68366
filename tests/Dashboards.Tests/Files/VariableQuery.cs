using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LlmObs.Dashboards.Tests.Files;

/// <summary>A variable's <c>label_values(series, label)</c>.</summary>
internal sealed partial record VariableQuery(string Series, string Label)
{
    public static VariableQuery Of(JsonObject variable)
    {
        var match = LabelValues().Match((string)variable["query"]!["query"]!);
        return new VariableQuery(match.Groups["series"].Value, match.Groups["label"].Value);
    }

    [GeneratedRegex(@"^label_values\((?<series>.+), (?<label>\w+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValues();
}
