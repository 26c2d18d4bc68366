using LlmObs.Collector;
using LlmObs.Collector.Options;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>What Prometheus scrapes while a quick plan runs: a real Runner with its Simulator, and a real Collector whose sensors are replayed.</summary>
internal sealed class ScrapedServices(RunnerProcess runner, CollectorHost collector) : IAsyncDisposable
{
    /// <summary>Job → host and port, where /metrics is.</summary>
    public IReadOnlyDictionary<string, string> Targets { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["runner"] = runner.Address.Authority,
        ["collector"] = collector.Address.Authority,
    };

    public static async Task<ScrapedServices> StartAsync(CancellationToken cancellationToken)
    {
        var options = new CollectorOptions { Port = 0, Interval = TimeSpan.FromSeconds(1) };
        var collector = await CollectorHost.StartAsync(options, [new ReplayedSensor()], TimeProvider.System, cancellationToken);
        return new ScrapedServices(await RunnerProcess.StartAsync(cancellationToken), collector);
    }

    /// <summary>Runs the quick plan to its end, while Prometheus looks on.</summary>
    public Task RunQuickPlanAsync(CancellationToken cancellationToken) => runner.RunQuickPlanAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await runner.DisposeAsync();
        await collector.DisposeAsync();
    }
}
