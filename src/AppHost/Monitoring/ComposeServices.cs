#if DOCKER_COMPOSE
using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace LlmObs.AppHost.Monitoring;

/// <summary>What a compose service needs beyond what Aspire writes.</summary>
internal static class ComposeServices
{
    /// <summary>Docker Desktop knows the host by this name; on Linux it has to be told.</summary>
    public static Service ReachesHost(this Service service)
    {
        service.ExtraHosts["host.docker.internal"] = "host-gateway";
        return service;
    }

    /// <summary>Aspire leaves the folders of this clone to be written into .env by hand: here they are.</summary>
    public static Service MountsFrom(this Service service, ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToDictionary(mount => mount.Target, StringComparer.Ordinal);
        foreach (var volume in service.Volumes.Where(volume => volume.Type == "bind"))
            volume.Source = mounts[volume.Target!].Source;
        return service;
    }
}
#endif
