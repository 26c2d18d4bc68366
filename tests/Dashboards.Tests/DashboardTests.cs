using System.Text.Json.Nodes;
using LlmObs.Dashboards.Tests.Files;

namespace LlmObs.Dashboards.Tests;

/// <summary>The dashboards' JSON is what Grafana's file provisioning takes, and says aloud what its default would decide.</summary>
public sealed class DashboardTests
{
    public static TheoryData<string> Names => [.. DashboardFolder.Dashboards.Select(one => one.Name)];

    [Fact]
    public void There_are_four_dashboards() =>
        Assert.Equal(["compare", "host", "live-run", "requests"], DashboardFolder.Dashboards.Select(one => one.Name));

    [Fact]
    public void Uids_and_titles_are_unique()
    {
        var all = DashboardFolder.Dashboards;

        Assert.Equal(all.Count, all.DistinctBy(one => (string)one.Json["uid"]!, StringComparer.Ordinal).Count());
        Assert.Equal(all.Count, all.DistinctBy(one => (string)one.Json["title"]!, StringComparer.Ordinal).Count());
        Assert.All(all, one => Assert.Equal($"llmobs-{one.Name}", (string?)one.Json["uid"]));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_dashboard_is_the_classic_model_of_schema_42(string name)
    {
        var json = Of(name).Json;

        Assert.Equal(42, (int)json["schemaVersion"]!);
        Assert.False(json.ContainsKey("spec") || json.ContainsKey("apiVersion") || json.ContainsKey("elements"));
        Assert.False(json.ContainsKey("id"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Panels_have_ids_of_their_own_and_their_queries_refIds_of_their_own(string name)
    {
        var panels = Of(name).Panels;

        Assert.Equal(panels.Count, panels.DistinctBy(panel => (int)panel["id"]!).Count());
        Assert.All(panels, panel => Assert.Distinct(Dashboard.List(panel, "targets").Select(target => (string)target["refId"]!)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_panel_says_what_it_shows_in_which_unit_and_whether_it_has_a_legend(string name)
    {
        foreach (var panel in Of(name).Drawn)
        {
            Assert.EndsWith(".", (string?)panel["description"], StringComparison.Ordinal);
            Assert.NotEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"] ?? "");
            Assert.NotEmpty(Dashboard.List(panel, "targets"));
            if ((string?)panel["type"] is not ("stat" or "gauge" or "table"))
                Assert.NotNull((bool?)panel["options"]!["legend"]!["showLegend"]);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Panels_do_not_lie_upon_each_other(string name)
    {
        var taken = Of(name).Panels.SelectMany(panel => Cells(panel["gridPos"]!));

        Assert.Distinct(taken);
    }

    [Theory, MemberData(nameof(Names))]
    public void Everything_asks_the_provisioned_data_source(string name)
    {
        var sources = Of(name).Everything().Where(one => one.ContainsKey("datasource")).Select(one => one["datasource"]!);

        Assert.All(sources, source => Assert.Equal("""{"type":"prometheus","uid":"llmobs-prometheus"}""", source.ToJsonString()));
    }

    [Theory, MemberData(nameof(Names))]
    public void Model_quantization_backend_and_case_can_be_chosen_several_at_once(string name)
    {
        var variables = Of(name).Variables;

        Assert.Equal(["model", "quant", "backend", "case"], variables.Select(one => (string)one["name"]!));
        Assert.All(variables, one => Assert.True((bool)one["multi"]! && (bool)one["includeAll"]! && (int)one["refresh"]! == 2));
    }

    /// <summary>Grafana names a table's only value "Value", and "Value #A" where there are several.</summary>
    [Fact]
    public void What_is_renamed_is_named_as_Grafana_names_it()
    {
        foreach (var panel in DashboardFolder.Dashboards.SelectMany(one => one.Drawn))
        {
            var values = Dashboard.List(panel, "targets").Select(target => $"Value #{target["refId"]}").ToList();
            var known = values.Count > 1 ? values : ["Value"];
            var renamed = Dashboard.List(panel, "transformations").Where(one => (string?)one["id"] is "organize").SelectMany(one => one["options"]!["renameByName"]!.AsObject()).Select(one => one.Key);
            Assert.Empty(renamed.Where(name => name.StartsWith("Value", StringComparison.Ordinal)).Except(known, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Compare_starts_with_all_cases_together_and_asks_nothing_but_the_variants_gauges()
    {
        var compare = Of("compare");

        Assert.Equal("""["all"]""", compare.Variables.Single(one => (string?)one["name"] == "case")["current"]!["value"]!.ToJsonString());
        Assert.All(compare.Queries.SelectMany(one => PromQl.Of(one.Text).Selectors), one => Assert.StartsWith("llmobs_variant_", one.Metric, StringComparison.Ordinal));
        Assert.All(compare.Queries, one => Assert.True(one.IsInstant));
    }

    private static Dashboard Of(string name) => DashboardFolder.Dashboards.Single(one => one.Name == name);

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);
}
