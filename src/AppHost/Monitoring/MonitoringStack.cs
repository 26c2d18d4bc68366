using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost.Monitoring;

/// <summary>Prometheus and Grafana as they can be had here. Nothing waits for them: a measurement needs neither.</summary>
public sealed class MonitoringStack : IAsyncDisposable
{
    private readonly IDistributedApplicationBuilder _builder;
    private readonly TimeProvider _clock;
    private readonly DashboardFiles _files;
    private readonly string _data;
    private FigureStore? _store;
    private RunFolder? _run;

    private MonitoringStack(IDistributedApplicationBuilder builder, TimeProvider clock)
    {
        _builder = builder;
        _clock = clock;
        _files = new DashboardFiles(InRepository("dashboards"));
        _data = Path.GetFullPath(builder.Configuration["Data:Directory"] ?? InRepository(".data"));
    }

    /// <summary>What the user should know: what is left out, what is kept for a while only.</summary>
    public IReadOnlyList<string> Notices { get; private set; } = [];

    public static async Task<MonitoringStack> AddAsync(
        IDistributedApplicationBuilder builder, IReadOnlyList<IResourceBuilder<ProjectResource>> services, TimeProvider clock, CancellationToken cancellationToken)
    {
        var stack = new MonitoringStack(builder, clock);
        if (builder.ExecutionContext.IsPublishMode)
            builder.AddPublishedStack(stack._files);
        else
            await stack.AddWhatIsHereAsync(new ScrapeTargets(services), cancellationToken);
        return stack;
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _store?.Dispose();
    }

    private async Task AddWhatIsHereAsync(ScrapeTargets targets, CancellationToken cancellationToken)
    {
        var (programs, call) = (new OnPath(Environment.GetEnvironmentVariable("PATH")), new ProgramCall(_clock));
        var choice = await MonitoringChoice.MakeAsync(programs, call, WantedEngine(_builder.Configuration), cancellationToken);
        switch (choice)
        {
            case MonitoringChoice.Containers(var name):
                var engine = new ContainerEngine(programs, call);
                _store = await FigureStore.TakeAsync(_data, () => engine.HoldsAsync(name, PrometheusResource.Volume, cancellationToken), _clock);
                AddContainers(targets, _store.IsForGood);
                break;
            case MonitoringChoice.Programs found:
                _store = await FigureStore.TakeAsync(_data, () => Task.FromResult(PrometheusProgram.Holds(Path.Combine(_data, PrometheusResource.Name))), _clock);
                _run = await RunFolder.CreateAsync(_data, _clock);
                AddPrograms(targets, found, _run, _store.IsForGood ? _data : _run.Path);
                break;
        }
        Notices = [.. new[] { choice.Missing(), _store?.Notice }.OfType<string>()];
    }

    private void AddContainers(ScrapeTargets targets, bool isForGood)
    {
        var prometheus = _builder.AddPrometheusContainer(
            _files, isForGood, (resource, cancellationToken) => targets.SeenByAsync(resource, KnownNetworkIdentifiers.DefaultAspireContainerNetwork, cancellationToken));
        // a reference is what makes Aspire lay its tunnel to a service
        foreach (var endpoint in targets.Endpoints)
            prometheus.WithReference(endpoint);
        _builder.AddGrafanaContainer(_files, isForGood, prometheus);
    }

    private void AddPrograms(ScrapeTargets targets, MonitoringChoice.Programs found, RunFolder run, string data)
    {
        var prometheus = _builder.AddPrometheusProgram(found.Prometheus, _files, run, Store(data, PrometheusResource.Name), targets);
        if (found.Grafana is { } grafana)
            _builder.AddGrafanaProgram(grafana, _files, Store(data, GrafanaResource.Name), prometheus);
    }

    private static string Store(string data, string name) => Directory.CreateDirectory(Path.Combine(data, name)).FullName;

    private static string? WantedEngine(IConfiguration configuration) =>
        configuration["DcpPublisher:ContainerRuntime"] ?? configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"];

    private string InRepository(string name) => Path.GetFullPath(Path.Combine(_builder.AppHostDirectory, "..", "..", name));
}
