namespace LlmObs.Dashboards.Tests.Live;

/// <summary>What Prometheus scrapes while a quick plan runs.</summary>
internal sealed record ScrapedServices : IAsyncDisposable
{
    /// <summary>Job → host and port, where /metrics is.</summary>
    public required IReadOnlyDictionary<string, string> Targets { get; init; }

    /// <summary>Runs a quick plan to its end, while Prometheus looks on.</summary>
    public required Func<CancellationToken, Task> RunQuickPlanAsync { get; init; }

    public required Func<ValueTask> StopAsync { get; init; }

    public static async Task<ScrapedServices> StartAsync(CancellationToken cancellationToken)
    {
        var standIn = await CatalogueStandIn.StartAsync(cancellationToken);
        return new ScrapedServices
        {
            Targets = new Dictionary<string, string>(StringComparer.Ordinal) { ["stand-in"] = standIn.Address },
            RunQuickPlanAsync = standIn.ScrapedAsync,
            StopAsync = standIn.DisposeAsync,
        };
    }

    public ValueTask DisposeAsync() => StopAsync();
}
