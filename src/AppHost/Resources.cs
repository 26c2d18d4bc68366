using LlmObs.AppHost.Monitoring;
using Microsoft.Extensions.DependencyInjection;

namespace LlmObs.AppHost;

/// <summary>What runs and how it is wired.</summary>
public static class Resources
{
    public const string Runner = "runner";
    public const string Collector = "collector";
    public const string Simulator = "simulator";

    /// <summary>Services first, then what watches them. Only the Runner waits, and only for the Simulator.</summary>
    public static async Task<MonitoringStack> AddLlmObsAsync(this IDistributedApplicationBuilder builder, AppHostOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ports = new FixedPorts(builder.Configuration);
        var server = await ServerUnderTest.FindAsync(ServerParameters.Named(options, builder.Configuration), clock, cancellationToken);
        var simulator = server.NeedsSimulator ? builder.AddSimulator(ports.Of(Simulator)) : null;
        var collector = builder.AddCollector(ports.Of(Collector));
        var runner = builder.AddRunner(options, ports.Of(Runner), ServerParameters.Add(builder, options)).Measures(simulator).AsksForTheMachine(collector);
        builder.AddServers(server, runner);

        IReadOnlyList<IResourceBuilder<ProjectResource>> services = simulator is null ? [runner, collector] : [runner, collector, simulator];
        foreach (var service in services)
            service.StopsQuickly().ExcludeFromManifest();
        return await MonitoringStack.AddAsync(builder, services, clock, cancellationToken);
    }

    /// <summary>Aspire shows the server under test and its health. Nothing waits for it.</summary>
    private static void AddServers(this IDistributedApplicationBuilder builder, ServerUnderTest server, IResourceBuilder<ProjectResource> runner)
    {
        const string check = "llm-server-as-the-runner-sees-it";
        builder.Services.AddHealthChecks().AddCheck(check, new ServerHealth(() => AddressOf(runner), new HttpClient { Timeout = TimeSpan.FromSeconds(2) }));
        foreach (var (name, address) in server.External())
            runner.WithReferenceRelationship(builder.AddExternalService(name, address).WithHealthCheck(check));
    }

    /// <summary>Null until it is allocated.</summary>
    private static Uri? AddressOf(IResourceBuilder<ProjectResource> service) => service.GetEndpoint("http") is { IsAllocated: true } endpoint ? new Uri(endpoint.Url) : null;
}
