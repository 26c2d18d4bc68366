using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmObs.Collector.Samples;

/// <summary>Unhealthy while no sample tells of now: some sensor does not return.</summary>
internal sealed class SamplingCheck(SampleHistory history) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(history.Latest is null ? HealthCheckResult.Unhealthy($"No sample for {history.Freshness.TotalSeconds} s: a sensor does not return.") : HealthCheckResult.Healthy());
}
