using System.Text.Json;

namespace LlmObs.AppHost.Monitoring;

/// <summary>Our services as Prometheus finds them: the file that its file_sd_configs read.</summary>
public sealed class ScrapeTargets(IReadOnlyList<IResourceBuilder<ProjectResource>> services)
{
    public const string Folder = "targets";
    public const string FileName = "llmobs.json";
    private const string Endpoint = "http";

    public IEnumerable<EndpointReference> Endpoints => services.Select(service => service.GetEndpoint(Endpoint));

    /// <summary>The addresses as a resource in this network reaches them. Waits until they are allocated.</summary>
    public async Task<string> SeenByAsync(IResource prometheus, NetworkIdentifier network, CancellationToken cancellationToken)
    {
        var context = new ValueProviderContext { Caller = prometheus, Network = network };
        var targets = new List<Target>();
        foreach (var endpoint in Endpoints)
        {
            var host = await endpoint.Property(EndpointProperty.IPV4Host).GetValueAsync(context, cancellationToken);
            var port = await endpoint.Property(EndpointProperty.Port).GetValueAsync(context, cancellationToken);
            targets.Add(Target.Of(endpoint.Resource.Name, $"{host}:{port}"));
        }
        return Render(targets);
    }

    /// <summary>For a published stack, whose services are started by hand on the host: their ports are the fixed ones.</summary>
    public static string SeenFromCompose(IEnumerable<(string Service, int Port)> services) =>
        Render(services.Select(service => Target.Of(service.Service, FormattableString.Invariant($"host.docker.internal:{service.Port}"))));

    private static string Render(IEnumerable<Target> targets) => JsonSerializer.Serialize(targets, JsonSerializerOptions.Web);

    private sealed record Target(string[] Targets, Dictionary<string, string> Labels)
    {
        /// <summary>The instance is named too: a port that differs from start to start would make new series each time.</summary>
        public static Target Of(string service, string address) =>
            new([address], new(StringComparer.Ordinal) { ["job"] = service, ["instance"] = service });
    }
}
