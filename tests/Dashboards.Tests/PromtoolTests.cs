using LlmObs.Dashboards.Tests.Files;
using LlmObs.Dashboards.Tests.Prometheus;

namespace LlmObs.Dashboards.Tests;

/// <summary>Prometheus' own tool has nothing to say against our files, and the rules do in their cases what they should.</summary>
public sealed class PromtoolTests
{
    [Fact]
    public async Task The_configuration_is_valid()
    {
        PrometheusTools.Demand();

        var said = await PrometheusTools.CheckAsync(["check", "config", Path.Combine(DashboardFolder.Prometheus, "prometheus.yml")], TestContext.Current.CancellationToken);

        Assert.Contains("2 rule files found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_are_valid()
    {
        PrometheusTools.Demand();

        var said = await PrometheusTools.CheckAsync(["check", "rules", .. In("rules")], TestContext.Current.CancellationToken);

        Assert.DoesNotContain("duplicate", said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_rules_fire_in_the_cases_that_say_so_and_not_in_the_others()
    {
        PrometheusTools.Demand();

        var said = await PrometheusTools.CheckAsync(["test", "rules", .. In("tests")], TestContext.Current.CancellationToken);

        Assert.Equal(In("tests").Length, said.Split("SUCCESS").Length - 1);
    }

    [Fact]
    public void Every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not()
    {
        var cases = string.Concat(In("tests").Select(File.ReadAllText));

        foreach (var alert in Rule.All.Select(rule => rule.Alert).OfType<string>())
        {
            var expected = cases.Split($"alertname: {alert}\n").Skip(1).Select(text => text[text.IndexOf("exp_alerts:", StringComparison.Ordinal)..].Split('\n')[0].Trim()).ToList();
            Assert.Contains("exp_alerts:", expected);
            Assert.Contains("exp_alerts: []", expected);
        }
    }

    private static string[] In(string folder) => [.. Directory.GetFiles(Path.Combine(DashboardFolder.Prometheus, folder), "*.yml").Order(StringComparer.Ordinal)];
}
