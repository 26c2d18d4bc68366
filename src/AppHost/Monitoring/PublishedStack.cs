using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost.Monitoring;

/// <summary>
/// Prometheus, Grafana and the Aspire dashboard as a compose file: <c>-p:DockerCompose=true</c>. Runner and Collector stay programs of the host:
/// on a Mac a container sees and measures only a virtual machine.
/// </summary>
public static class PublishedStack
{
    /// <summary>Where a browser on the host finds the traces.</summary>
    public const string AspireDashboard = "http://localhost:18888";

    private const int PrometheusPort = 9090;
    private const int GrafanaPort = 3000;
    private static readonly (string Service, int Port)[] UsualPorts = [("runner", 5180), ("collector", 5181)];

    public static void AddPublishedStack(this IDistributedApplicationBuilder builder, DashboardFiles files)
    {
        var targets = ScrapeTargets.SeenFromCompose(UsualPorts.Select(usual => (usual.Service, builder.Configuration.GetValue<int?>($"{usual.Service}:Port") ?? usual.Port)));
        var prometheus = builder.AddPrometheusContainer(files, isForGood: true, (_, _) => Task.FromResult(targets)).IsReachedAt(PrometheusPort);
        var grafana = builder.AddGrafanaContainer(files, isForGood: true, prometheus).IsReachedAt(GrafanaPort);
#if DOCKER_COMPOSE
        builder.AddComposeFile(new Uri(AspireDashboard).Port);
        prometheus.PublishAsDockerComposeService((_, service) => service.MountsFrom(prometheus.Resource).ReachesHost().OnLoopback());
        grafana.PublishAsDockerComposeService((_, service) => service.MountsFrom(grafana.Resource).OnLoopback());
#endif
    }

    private static IResourceBuilder<ContainerResource> IsReachedAt(this IResourceBuilder<ContainerResource> container, int usualPort) => container.WithEndpoint("http", endpoint =>
    {
        endpoint.Port ??= usualPort;
        endpoint.IsExternal = true;
    });
}
