#if DOCKER_COMPOSE
using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace LlmObs.AppHost.Monitoring;

/// <summary>What the compose file needs beyond what Aspire writes.</summary>
internal static class ComposeFile
{
    /// <summary>Where programs of the host send their traces: the usual port of OTLP over gRPC.</summary>
    private const string Traces = "4317:18889";

    public static void AddComposeFile(this IDistributedApplicationBuilder builder, int dashboardPort) => builder.AddDockerComposeEnvironment("compose")
        .WithDashboard(dashboard => dashboard.WithHostPort(dashboardPort).PublishAsDockerComposeService((_, service) => service.TakesTraces().OnLoopback()))
        // all it would hold are empty places for the folders, which MountsFrom has filled
        .ConfigureEnvFile(variables => variables.Clear());

    /// <summary>Aspire leaves the folders of this clone to be written into .env by hand: here they are.</summary>
    public static Service MountsFrom(this Service service, ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToDictionary(mount => mount.Target, StringComparer.Ordinal);
        foreach (var volume in service.Volumes.Where(volume => volume.Type == "bind"))
            volume.Source = mounts[volume.Target!].Source;
        return service;
    }

    /// <summary>Docker Desktop knows the host by this name; on Linux it has to be told.</summary>
    public static Service ReachesHost(this Service service)
    {
        service.ExtraHosts["host.docker.internal"] = "host-gateway";
        return service;
    }

    /// <summary>Nobody has to log in, so nobody on the network may look.</summary>
    public static Service OnLoopback(this Service service)
    {
        service.Ports = [.. service.Ports.Select(port => $"127.0.0.1:{port}")];
        return service;
    }

    private static Service TakesTraces(this Service service)
    {
        service.Ports.Add(Traces);
        return service;
    }
}
#endif
