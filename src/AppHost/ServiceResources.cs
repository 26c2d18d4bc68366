using System.Net;
using System.Net.Sockets;

namespace LlmObs.AppHost;

/// <summary>Our own services: programs of this machine, never containers, which would measure and see only a virtual one.</summary>
public static class ServiceResources
{
    private const string Http = "http";

    /// <summary>Reached without Aspire's proxy, as any server under test: nothing stands between it and the Runner.</summary>
    public static IResourceBuilder<ProjectResource> AddSimulator(this IDistributedApplicationBuilder builder, int? port)
    {
        var simulator = builder.AddProject<Projects.Simulator>(Resources.Simulator)
            .WithHttpEndpoint(port ?? FreePort(), name: Http, isProxied: false)
            .WithHttpHealthCheck("/health")
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Simulator (LM Studio look-alike)")
            .WithMetricsUrl();
        return simulator.WithArgs(context => context.Args.Add(ReferenceExpression.Create($"--port={simulator.GetEndpoint(Http).Property(EndpointProperty.Port)}")));
    }

    public static IResourceBuilder<ProjectResource> AddCollector(this IDistributedApplicationBuilder builder, int? port)
    {
        var collector = builder.AddProject<Projects.Collector>(Resources.Collector)
            .WithHttpEndpoint(port, name: Http)
            .WithHttpHealthCheck("/health")
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Collector")
            .WithMetricsUrl();
        return collector.WithArgs(context => context.Args.Add(ReferenceExpression.Create($"--port={collector.GetEndpoint(Http).Property(EndpointProperty.TargetPort)}")));
    }

    public static IResourceBuilder<ProjectResource> AddRunner(this IDistributedApplicationBuilder builder, AppHostOptions options, int? port, ServerParameters server)
    {
        var runner = builder.AddProject<Projects.Runner>(Resources.Runner)
            .WithHttpEndpoint(port, name: Http)
            .WithHttpHealthCheck("/health")
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Results")
            .WithMetricsUrl()
            .WithSessionCommands()
            .WithEnvironment(server.AddKeyAsync);
        return runner.WithArgs(async context =>
        {
            context.Args.Add("serve");
            context.Args.Add(ReferenceExpression.Create($"--port={runner.GetEndpoint(Http).Property(EndpointProperty.TargetPort)}"));
            context.Args.Add($"--output={options.ResultsFolder(builder.AppHostDirectory)}");
            await server.AddArgumentsAsync(context.Args, context.CancellationToken);
            if (options.PlanForRunner is { } plan)
                context.Args.Add($"--plan={plan}");
            if (options.Run || options.Once)
                context.Args.Add("--run");
        });
    }

    /// <summary>Without one the Runner has a Simulator in its own process, should it find no server.</summary>
    public static IResourceBuilder<ProjectResource> Measures(this IResourceBuilder<ProjectResource> runner, IResourceBuilder<ProjectResource>? simulator) => simulator is null
        ? runner
        : runner.WaitFor(simulator).WithArgs(context =>
            context.Args.Add(ReferenceExpression.Create($"--simulator=http://127.0.0.1:{simulator.GetEndpoint(Http).Property(EndpointProperty.Port)}")));

    /// <summary>Not waited for: without the Collector a result lacks the machine's readings and nothing else.</summary>
    public static IResourceBuilder<ProjectResource> AsksForTheMachine(this IResourceBuilder<ProjectResource> runner, IResourceBuilder<ProjectResource> collector) =>
        runner.WithEnvironment("LLMOBS_COLLECTOR", collector.GetEndpoint(Http));

    /// <summary>Aspire's telemetry retries keep a stopping process alive for ten seconds once the dashboard is gone.</summary>
    public static IResourceBuilder<ProjectResource> StopsQuickly(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "");

    private static IResourceBuilder<ProjectResource> WithMetricsUrl(this IResourceBuilder<ProjectResource> service) =>
        service.WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/metrics", DisplayText = "Metrics" });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
