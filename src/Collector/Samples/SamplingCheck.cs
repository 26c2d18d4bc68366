using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmObs.Collector.Samples;

/// <summary>Unhealthy while no sample tells of now: the sampler does not get its turn.</summary>
internal sealed class SamplingCheck(SampleHistory history) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(history.Latest is null ? HealthCheckResult.Unhealthy($"No sample for {history.Freshness.TotalSeconds} s: the machine is too busy, or the Collector was stopped.") : HealthCheckResult.Healthy());
}
