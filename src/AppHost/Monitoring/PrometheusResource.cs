using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost.Monitoring;

/// <summary>Prometheus on the files of dashboards/, as a container or as a program.</summary>
public static class PrometheusResource
{
    public const string Name = "prometheus";
    public const string Volume = "llmobs-prometheus";
    private const string Image = "prom/prometheus";
    private const string Tag = "v3.14.0";
    private const int ContainerPort = 9090;
    private const string InContainer = "/etc/prometheus";

    /// <summary>
    /// Two years: a comparison with the models of last year is the point of keeping figures. Exemplars lead from a point to its trace.
    /// It writes its log to standard error, which Aspire shows as errors: only those that are some.
    /// </summary>
    private static readonly string[] Settings = ["--storage.tsdb.retention.time=2y", "--enable-feature=exemplar-storage", "--log.level=warn"];

    /// <param name="builder">The app host's.</param>
    /// <param name="files">The configuration, which is mounted.</param>
    /// <param name="isForGood">Keeps the figures in a volume.</param>
    /// <param name="targets">The services' addresses as they are seen from inside a container.</param>
    public static IResourceBuilder<ContainerResource> AddPrometheusContainer(
        this IDistributedApplicationBuilder builder, DashboardFiles files, bool isForGood, Func<IResource, CancellationToken, Task<string>> targets)
    {
        var prometheus = builder.AddContainer(Name, Image, Tag)
            .WithHttpEndpoint(Port(builder), ContainerPort, "http")
            .WithBindMount(files.PrometheusConfiguration, $"{InContainer}/{Path.GetFileName(files.PrometheusConfiguration)}", isReadOnly: true)
            .WithBindMount(files.PrometheusRules, $"{InContainer}/{Path.GetFileName(files.PrometheusRules)}", isReadOnly: true)
            .WithArgs([$"--config.file={InContainer}/{Path.GetFileName(files.PrometheusConfiguration)}", "--storage.tsdb.path=/prometheus", .. Settings])
            // when this is called, Aspire has laid its tunnel to the services; before the start they have no address in the container's network
            .WithContainerFiles($"{InContainer}/{ScrapeTargets.Folder}", async (context, cancellationToken) =>
                [new ContainerFile { Name = ScrapeTargets.FileName, Contents = await targets(context.Model, cancellationToken) }])
            .WithPages();
        return isForGood ? prometheus.WithVolume(Volume, "/prometheus") : prometheus;
    }

    /// <param name="builder">The app host's.</param>
    /// <param name="program">The executable.</param>
    /// <param name="files">The configuration, which is shown in the run's folder beside the targets.</param>
    /// <param name="run">Where the targets are written.</param>
    /// <param name="store">Where the figures are kept.</param>
    /// <param name="targets">The services.</param>
    public static IResourceBuilder<ExecutableResource> AddPrometheusProgram(
        this IDistributedApplicationBuilder builder, PrometheusProgram program, DashboardFiles files, RunFolder run, string store, ScrapeTargets targets)
    {
        run.Borrow(files.PrometheusConfiguration);
        run.Borrow(files.PrometheusRules);
        var prometheus = builder.AddExecutable(Name, program.Path, run.Path, [.. program.Arguments]).WithHttpEndpoint(Port(builder), name: "http");
        var port = prometheus.GetEndpoint("http").Property(EndpointProperty.TargetPort);
        return prometheus
            .WithArgs(context =>
            {
                context.Args.Add($"--config.file={Path.Combine(run.Path, Path.GetFileName(files.PrometheusConfiguration))}");
                context.Args.Add($"--storage.tsdb.path={store}");
                context.Args.Add(ReferenceExpression.Create($"--web.listen-address=127.0.0.1:{port}"));
                foreach (var setting in Settings)
                    context.Args.Add(setting);
            })
            .OnBeforeResourceStarted(async (resource, _, cancellationToken) => await File.WriteAllTextAsync(
                Path.Combine(run.Folder(ScrapeTargets.Folder), ScrapeTargets.FileName),
                await targets.SeenByAsync(resource, KnownNetworkIdentifiers.LocalhostNetwork, cancellationToken),
                cancellationToken))
            .WithPages();
    }

    private static int? Port(IDistributedApplicationBuilder builder) => builder.Configuration.GetValue<int?>($"{Name}:Port");

    private static IResourceBuilder<T> WithPages<T>(this IResourceBuilder<T> prometheus)
        where T : IResourceWithEndpoints => prometheus
        .WithHttpHealthCheck("/-/ready")
        .WithUrlForEndpoint("http", url => url.DisplayText = "Query")
        .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/targets", DisplayText = "Targets" })
        .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/alerts", DisplayText = "Alerts" });
}
