using System.Text.Json;

namespace LlmObs.AppHost.Monitoring;

/// <summary>What dashboards/ holds. Containers and programs read the same files.</summary>
public sealed class DashboardFiles(string folder)
{
    private const string First = "compare";

    public string PrometheusConfiguration => Path.Combine(folder, "prometheus", "prometheus.yml");

    public string PrometheusRules => Path.Combine(folder, "prometheus", "rules");

    public string GrafanaProvisioning => Path.Combine(folder, "grafana", "provisioning");

    public string GrafanaDashboards => Path.Combine(folder, "grafana", "dashboards");

    /// <summary>What Grafana opens with.</summary>
    public const string HomeFile = First + ".json";

    /// <summary>The dashboards with their paths in Grafana, the comparison first.</summary>
    public IReadOnlyList<(string Title, string Path)> Dashboards() =>
    [
        .. Directory.EnumerateFiles(GrafanaDashboards, "*.json")
            .OrderByDescending(file => Path.GetFileNameWithoutExtension(file) == First)
            .ThenBy(file => file, StringComparer.Ordinal)
            .Select(Read),
    ];

    private static (string Title, string Path) Read(string file)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(file));
        return (dashboard.RootElement.GetProperty("title").GetString()!, $"/d/{dashboard.RootElement.GetProperty("uid").GetString()}");
    }
}
