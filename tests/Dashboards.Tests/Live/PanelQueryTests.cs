using System.Globalization;
using System.Text.Json.Nodes;
using LlmObs.Dashboards.Tests.Files;
using LlmObs.Dashboards.Tests.Prometheus;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>A real Prometheus has scraped the services during a quick plan: now everything that the dashboards ask has an answer.</summary>
public sealed class PanelQueryTests(ScrapedPrometheus scraped) : IClassFixture<ScrapedPrometheus>
{
    public static TheoryData<string> Names => [.. DashboardFolder.Dashboards.Select(one => one.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Every_query_of_every_panel_and_annotation_returns_data(string name)
    {
        PrometheusTools.Demand();
        var empty = new List<string>();

        foreach (var query in DashboardFolder.Dashboards.Single(one => one.Name == name).Queries)
        {
            var answer = await AskAsync(query);
            if (!HasNumber(answer) && !MayBeEmpty(query))
                empty.Add(query.Place);
        }

        Assert.Empty(empty);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_variable_has_values(string name)
    {
        PrometheusTools.Demand();

        foreach (var variable in DashboardFolder.Dashboards.Single(one => one.Name == name).Variables.Select(VariableQuery.Of))
            Assert.NotEmpty((await scraped.Prometheus.AskAsync($"label/{variable.Label}/values", [("match[]", Substituted(variable.Series))], Token)).AsArray());
    }

    [Fact]
    public async Task Where_exemplars_are_wanted_points_lead_to_traces()
    {
        PrometheusTools.Demand();
        var (start, end) = Window();

        foreach (var query in DashboardFolder.Dashboards.SelectMany(one => one.Queries).Where(one => one.WantsExemplars))
        {
            var found = (await scraped.Prometheus.AskAsync("query_exemplars", [("query", Substituted(query.Text)), ("start", start), ("end", end)], Token)).AsArray();
            Assert.True(found.Count > 0, query.Place);
            Assert.NotNull((string?)found[0]!["exemplars"]![0]!["labels"]!["trace_id"]);
        }
    }

    [Fact]
    public async Task The_rules_are_evaluated_without_an_error()
    {
        PrometheusTools.Demand();

        var rules = (await scraped.Prometheus.AskAsync("rules", [], Token))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).ToList();

        Assert.Equal(Rule.All.Count, rules.Count);
        Assert.All(rules, rule => Assert.Equal("ok", (string?)rule!["health"]));
    }

    [Fact]
    public async Task Promtool_has_nothing_to_say_against_the_metrics()
    {
        PrometheusTools.Demand();
        using var http = new HttpClient();

        foreach (var target in scraped.Targets)
            Assert.Empty(await PrometheusTools.CheckAsync(["check", "metrics"], await http.GetStringAsync(new Uri($"http://{target}/metrics"), Token), Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Nothing need be wrong in a quick plan.</summary>
    private static bool MayBeEmpty(Query query) => PromQl.Of(query.Text).Selectors is [{ Metric: "ALERTS" }] && query.Place.Contains("annotation", StringComparison.Ordinal);

    private async Task<JsonNode> AskAsync(Query query)
    {
        var (start, end) = Window();
        return query.IsInstant
            ? await scraped.Prometheus.AskAsync("query", [("query", Substituted(query.Text))], Token)
            : await scraped.Prometheus.AskAsync("query_range", [("query", Substituted(query.Text)), ("start", start), ("end", end), ("step", "1")], Token);
    }

    /// <summary>As Grafana does it when everything is chosen.</summary>
    private static string Substituted(string text) => text
        .Replace("$__rate_interval", "4s", StringComparison.Ordinal).Replace("$__interval", "2s", StringComparison.Ordinal).Replace("$__range", "300s", StringComparison.Ordinal)
        .Replace("$model", ".*", StringComparison.Ordinal).Replace("$quant", ".*", StringComparison.Ordinal).Replace("$backend", ".*", StringComparison.Ordinal).Replace("$case", ".*", StringComparison.Ordinal);

    private static bool HasNumber(JsonNode data) => data["result"]!.AsArray()
        .SelectMany(series => series!["values"]?.AsArray() ?? [series["value"]!.DeepClone()])
        .Any(point => double.IsFinite(double.Parse((string)point![1]!, NumberStyles.Float, CultureInfo.InvariantCulture)));

    private static (string Start, string End) Window()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return ($"{now - 300}", $"{now}");
    }
}
