using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost.Monitoring;

/// <summary>Grafana on the files of dashboards/, as a container or as a program.</summary>
public static class GrafanaResource
{
    public const string Name = "grafana";
    public const string Volume = "llmobs-grafana";
    private const string Image = "grafana/grafana";
    private const string Tag = "13.2.3";
    private const int ContainerPort = 3000;
    private const string ContainerProvisioning = "/etc/grafana/provisioning";
    private const string ContainerDashboards = "/etc/grafana/dashboards";

    public static IResourceBuilder<ContainerResource> AddGrafanaContainer(
        this IDistributedApplicationBuilder builder, DashboardFiles files, bool isForGood, IResourceBuilder<IResourceWithEndpoints> prometheus)
    {
        var grafana = builder.AddContainer(Name, Image, Tag)
            .WithHttpEndpoint(Port(builder), ContainerPort, "http")
            .WithBindMount(files.GrafanaProvisioning, ContainerProvisioning, isReadOnly: true)
            .WithBindMount(files.GrafanaDashboards, ContainerDashboards, isReadOnly: true)
            .WithGrafanaSettings(ContainerProvisioning, ContainerDashboards, prometheus.GetEndpoint("http"))
            .WithPages(files);
        return isForGood ? grafana.WithVolume(Volume, "/var/lib/grafana") : grafana;
    }

    public static IResourceBuilder<ExecutableResource> AddGrafanaProgram(
        this IDistributedApplicationBuilder builder, GrafanaProgram program, DashboardFiles files, string store, IResourceBuilder<IResourceWithEndpoints> prometheus)
    {
        var grafana = builder.AddExecutable(Name, program.Path, store, [.. program.Arguments]).WithHttpEndpoint(Port(builder), name: "http");
        return grafana
            .WithEnvironment("GF_SERVER_HTTP_ADDR", "127.0.0.1")
            .WithEnvironment("GF_SERVER_HTTP_PORT", grafana.GetEndpoint("http").Property(EndpointProperty.TargetPort))
            .WithEnvironment("GF_PATHS_DATA", store)
            .WithEnvironment("GF_PATHS_LOGS", Path.Combine(store, "log"))
            .WithEnvironment("GF_PATHS_PLUGINS", Path.Combine(store, "plugins"))
            .WithGrafanaSettings(files.GrafanaProvisioning, files.GrafanaDashboards, prometheus.GetEndpoint("http"))
            .WithPages(files);
    }

    private static int? Port(IDistributedApplicationBuilder builder) => builder.Configuration.GetValue<int?>($"{Name}:Port");

    private static IResourceBuilder<T> WithPages<T>(this IResourceBuilder<T> grafana, DashboardFiles files)
        where T : IResourceWithEndpoints
    {
        foreach (var (title, path) in files.Dashboards())
            grafana.WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = path, DisplayText = title });
        return grafana.WithHttpHealthCheck("/api/health").WithUrlForEndpoint("http", url => url.DisplayText = "Grafana");
    }
}
