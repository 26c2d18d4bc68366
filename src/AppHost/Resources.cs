using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost;

/// <summary>What runs and how it is wired.</summary>
public static class Resources
{
    public const string Runner = "runner";

    public static IResourceBuilder<ProjectResource> AddLlmObs(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        var simulator = builder.AddProject<Projects.Simulator>("simulator")
            .WithHttpEndpoint(port: FreePort(), name: "http", isProxied: false)
            .WithHttpHealthCheck("/health")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Simulator (LM Studio look-alike)")
            .StopsQuickly();
        simulator.WithArgs(context => context.Args.Add(ReferenceExpression.Create($"--port={simulator.GetEndpoint("http").Property(EndpointProperty.Port)}")));

        var runner = builder.AddProject<Projects.Runner>(Runner)
            .WithHttpEndpoint(name: "http", port: builder.Configuration.GetValue<int?>("Runner:Port"))
            .WithHttpHealthCheck("/health")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Results")
            .WaitFor(simulator)
            .StopsQuickly();
        runner.WithArgs(context => AddArguments(context.Args, runner, simulator, options, builder.AppHostDirectory));
        return runner.WithSessionCommands();
    }

    private static void AddArguments(
        IList<object> args, IResourceBuilder<ProjectResource> runner, IResourceBuilder<ProjectResource> simulator, AppHostOptions options, string directory)
    {
        args.Add("serve");
        args.Add(ReferenceExpression.Create($"--port={runner.GetEndpoint("http").Property(EndpointProperty.TargetPort)}"));
        args.Add(ReferenceExpression.Create($"--simulator=http://127.0.0.1:{simulator.GetEndpoint("http").Property(EndpointProperty.Port)}"));
        args.Add($"--output={options.ResultsFolder(directory)}");
        AddIfGiven(args, "--server", options.Server);
        AddIfGiven(args, "--api-key-env", options.ApiKeyVariable);
        AddIfGiven(args, "--plan", options.PlanForRunner);
        if (options.Run || options.Once)
            args.Add("--run");
    }

    private static void AddIfGiven(IList<object> args, string name, string? value)
    {
        if (value is not null)
            args.Add($"{name}={value}");
    }

    /// <summary>The Simulator is reached without Aspire's proxy, as any server under test: nothing stands between it and the Runner.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Aspire's telemetry retries keep a stopping process alive for ten seconds once the dashboard is gone.</summary>
    private static IResourceBuilder<ProjectResource> StopsQuickly(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "");
}
