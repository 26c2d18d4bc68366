using System.Text.RegularExpressions;
using LlmObs.Dashboards.Tests.Files;

namespace LlmObs.Dashboards.Tests;

/// <summary>Dashboards and rules name nothing that the catalogue does not have.</summary>
public sealed partial class CatalogueTests
{
    private static readonly Dictionary<string, string> Expressions = new(
    [
        .. DashboardFolder.Dashboards.SelectMany(one => one.Queries).Select(query => KeyValuePair.Create(query.Place, query.Text)),
        .. DashboardFolder.Dashboards.SelectMany(board => board.Variables.Select(one => KeyValuePair.Create($"{board.Name} / ${one["name"]}", VariableQuery.Of(one).Series))),
        .. Rule.All.Select(rule => KeyValuePair.Create(rule.Place, rule.Expression)),
    ], StringComparer.Ordinal);

    public static TheoryData<string> Places => [.. Expressions.Keys];

    [Theory, MemberData(nameof(Places))]
    public void An_expression_names_only_metrics_and_labels_there_are(string place)
    {
        var expression = PromQl.Of(Expressions[place]);

        Assert.NotEmpty(expression.Selectors);
        Assert.Empty(expression.Selectors.Where(one => !Series.All.ContainsKey(one.Metric)).Select(one => one.Metric));
        Assert.Empty(expression.Selectors.SelectMany(one => one.Labels.Except(Series.All[one.Metric], StringComparer.Ordinal)));
        Assert.Empty(expression.Grouped.Except(Known(expression), StringComparer.Ordinal));
    }

    /// <summary>Prometheus 3 writes 1.0 where 2 wrote 1.</summary>
    [Fact]
    public void Nothing_matches_a_literal_bucket() =>
        Assert.DoesNotContain(Expressions.Values.SelectMany(text => PromQl.Of(text).Selectors), one => one.Labels.Contains("le"));

    [Fact]
    public void A_legend_names_only_labels_there_are()
    {
        foreach (var query in DashboardFolder.Dashboards.SelectMany(one => one.Queries))
            Assert.Empty(Named(query.Legend, Braces()).Except(Known(PromQl.Of(query.Text)), StringComparer.Ordinal).Select(label => $"{query.Place}: {label}"));
    }

    [Fact]
    public void An_alert_says_what_happened_and_what_to_do_with_labels_it_has()
    {
        foreach (var alert in Rule.All.Where(rule => rule.Alert is not null))
        {
            var said = $"{alert.Annotations["summary"]} {alert.Annotations["description"]}";
            Assert.EndsWith(".", alert.Annotations["description"], StringComparison.Ordinal);
            Assert.Empty(Named(said, Dollar()).Except(Known(PromQl.Of(alert.Expression)), StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_variable_lists_the_values_of_a_label_that_its_metric_has() => Assert.All(
        DashboardFolder.Dashboards.SelectMany(one => one.Variables).Select(VariableQuery.Of),
        query => Assert.Contains(query.Label, Known(PromQl.Of(query.Series)), StringComparer.Ordinal));

    [Fact]
    public void Every_recorded_series_is_read_by_someone()
    {
        var read = DashboardFolder.Dashboards.SelectMany(one => one.Queries).Select(query => query.Text).Concat(Rule.All.Select(rule => rule.Expression))
            .SelectMany(text => PromQl.Of(text).Selectors).Select(one => one.Metric);

        Assert.Empty(Rule.All.Select(rule => rule.Record).OfType<string>().Except(read, StringComparer.Ordinal));
    }

    [Fact]
    public void The_reader_of_expressions_sees_metrics_labels_and_what_is_made()
    {
        var read = PromQl.Of("""max by (name) (label_join(label_replace(rate(a_total{b=~"$x", c!="}"}[5m]), "made", "$1", "d", "(.+)"), "name", "", "made", "e")) > on (f) group_left () (b:c:d offset $__interval) or 0 * up""");

        Assert.Equal(["a_total", "b:c:d", "up"], read.Selectors.Select(one => one.Metric));
        Assert.Equal(["b", "c"], read.Selectors[0].Labels);
        Assert.Equal(["d", "e", "f"], read.Grouped.Order(StringComparer.Ordinal));
        Assert.Equal(["made", "name"], read.Made.Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Known(PromQl expression) =>
        expression.Selectors.SelectMany(one => Series.All[one.Metric]).Concat(expression.Made).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Named(string text, Regex pattern) => pattern.Matches(text).Select(match => match.Groups["label"].Value);

    [GeneratedRegex(@"\{\{\s*(?<label>\w+)\s*\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\$labels\.(?<label>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dollar();
}
