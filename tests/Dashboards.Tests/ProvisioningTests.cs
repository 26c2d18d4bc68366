using LlmObs.Dashboards.Tests.Files;

namespace LlmObs.Dashboards.Tests;

/// <summary>What Grafana reads when it starts.</summary>
public sealed class ProvisioningTests
{
    [Fact]
    public void The_data_source_is_the_one_the_dashboards_ask_and_leads_from_an_exemplar_to_its_trace()
    {
        var source = Assert.Single(List(Provisioned("datasources", "prometheus.yaml"), "datasources"));
        var options = Map(source["jsonData"]);
        var link = Map(Assert.Single((List<object>)options["exemplarTraceIdDestinations"]));

        Assert.Equal("llmobs-prometheus", source["uid"]);
        Assert.Equal("prometheus", source["type"]);
        Assert.Equal("$LLMOBS_PROMETHEUS_URL", source["url"]);
        Assert.Equal("POST", options["httpMethod"]);
        Assert.Equal("5s", options["timeInterval"]);
        Assert.Equal("trace_id", link["name"]);
        Assert.Equal("http://dash/traces/detail/${__value.raw}", Expanded((string)link["url"], "LLMOBS_ASPIRE_DASHBOARD_URL", "http://dash"));
    }

    [Fact]
    public void Dashboards_come_from_a_folder_that_the_environment_names()
    {
        var provider = Assert.Single(List(Provisioned("dashboards", "llmobs.yaml"), "providers"));

        Assert.Equal("file", provider["type"]);
        Assert.Equal("$LLMOBS_DASHBOARDS", Map(provider["options"])["path"]);
    }

    [Fact]
    public void Prometheus_scrapes_as_often_as_Grafana_is_told()
    {
        var config = Yaml.Read<Dictionary<string, object>>(Path.Combine(DashboardFolder.Prometheus, "prometheus.yml"));

        Assert.Equal("5s", Map(config["global"])["scrape_interval"]);
    }

    private static Dictionary<string, object> Provisioned(string kind, string file) =>
        Yaml.Read<Dictionary<string, object>>(Path.Combine(DashboardFolder.Grafana, "provisioning", kind, file));

    private static IEnumerable<Dictionary<string, object>> List(Dictionary<string, object> holder, string name) => ((List<object>)holder[name]).Select(Map);

    private static Dictionary<string, object> Map(object value) => ((Dictionary<object, object>)value).ToDictionary(one => (string)one.Key, one => one.Value, StringComparer.Ordinal);

    /// <summary>As Grafana does it: <c>$$</c> is a literal dollar, and what stands between is expanded from the environment.</summary>
    private static string Expanded(string text, string variable, string value) =>
        string.Join('$', text.Split("$$").Select(part => part.Replace($"${variable}", value, StringComparison.Ordinal)));
}
