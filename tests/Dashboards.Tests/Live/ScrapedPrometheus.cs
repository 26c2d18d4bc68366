using LlmObs.Dashboards.Tests.Prometheus;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>A Prometheus that looked on while a quick plan ran.</summary>
public sealed class ScrapedPrometheus : IAsyncLifetime
{
    private ScrapedServices? _services;
    private RunningPrometheus? _prometheus;

    internal RunningPrometheus Prometheus => _prometheus!;

    internal IEnumerable<string> Targets => _services!.Targets.Values;

    public async ValueTask InitializeAsync()
    {
        if (PrometheusTools.Server is null)
            return;
        var cancellationToken = TestContext.Current.CancellationToken;
        _services = await ScrapedServices.StartAsync(cancellationToken);
        _prometheus = await RunningPrometheus.StartAsync(_services.Targets, cancellationToken);
        await _services.RunQuickPlanAsync(cancellationToken);
        await _prometheus.UntilAsync("count(session:llmobs_session_requests:done_ratio)", 1, cancellationToken);
        await _prometheus.UntilAsync("count(llmobs_variant_decode_speed_low_per_second)", 1, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_services is not null)
            await _services.DisposeAsync();
    }
}
