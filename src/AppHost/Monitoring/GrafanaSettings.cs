using Microsoft.Extensions.DependencyInjection;

namespace LlmObs.AppHost.Monitoring;

/// <summary>What Grafana is told by environment variables. Those beginning with LLMOBS_ are read by the provisioning files.</summary>
public static class GrafanaSettings
{
    public const string PrometheusUrl = "LLMOBS_PROMETHEUS_URL";
    public const string DashboardsFolder = "LLMOBS_DASHBOARDS";
    public const string AspireDashboardUrl = "LLMOBS_ASPIRE_DASHBOARD_URL";
    private const string AspireDashboard = "aspire-dashboard";

    /// <summary>The dashboards are source files on this machine: all may look, none has to log in, and nothing is sent away.</summary>
    private static readonly Dictionary<string, string> Always = new(StringComparer.Ordinal)
    {
        ["GF_AUTH_ANONYMOUS_ENABLED"] = "true",
        ["GF_AUTH_ANONYMOUS_ORG_ROLE"] = "Viewer",
        ["GF_AUTH_DISABLE_LOGIN_FORM"] = "true",
        ["GF_AUTH_BASIC_ENABLED"] = "false",
        ["GF_ANALYTICS_REPORTING_ENABLED"] = "false",
        ["GF_ANALYTICS_CHECK_FOR_UPDATES"] = "false",
        ["GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES"] = "false",
        ["GF_NEWS_NEWS_FEED_ENABLED"] = "false",
    };

    public static IResourceBuilder<T> WithGrafanaSettings<T>(this IResourceBuilder<T> grafana, string provisioning, string dashboards, EndpointReference prometheus)
        where T : IResourceWithEnvironment
    {
        foreach (var (name, value) in Always)
            grafana.WithEnvironment(name, value);
        return grafana
            .WithEnvironment("GF_PATHS_PROVISIONING", provisioning)
            .WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", $"{dashboards}/{DashboardFiles.HomeFile}")
            .WithEnvironment(DashboardsFolder, dashboards)
            .WithEnvironment(PrometheusUrl, prometheus)
            .WithEnvironment(LinkTracesAsync);
    }

    /// <summary>A browser follows the link, so it is the address on this machine for a container too. Empty where there is no dashboard, as in tests.</summary>
    private static async Task LinkTracesAsync(EnvironmentCallbackContext context) => context.EnvironmentVariables[AspireDashboardUrl] =
        context.ExecutionContext.IsPublishMode ? PublishedStack.AspireDashboard : await AspireDashboardAsync(context) ?? "";

    private static async Task<string?> AspireDashboardAsync(EnvironmentCallbackContext context)
    {
        var resources = context.ExecutionContext.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithEndpoints>();
        var page = resources.FirstOrDefault(resource => resource.Name == AspireDashboard)?
            .GetEndpoints(KnownNetworkIdentifiers.LocalhostNetwork).FirstOrDefault(endpoint => endpoint.IsHttpSchemeNamedEndpoint);
        return page is null ? null : await page.GetValueAsync(context.CancellationToken);
    }
}
