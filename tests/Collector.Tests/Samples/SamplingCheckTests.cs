using LlmObs.Collector.Options;
using LlmObs.Collector.Samples;
using LlmObs.Hardware;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Samples;

public sealed class SamplingCheckTests
{
    [Fact]
    public async Task It_is_unhealthy_while_no_sample_tells_of_now()
    {
        var clock = new FakeTimeProvider(RunningCollector.Start);
        var history = new SampleHistory(new CollectorOptions(), clock);
        var check = new SamplingCheck(history);
        history.Add(new HostSample { At = RunningCollector.Start });

        var fresh = await StatusAsync(check);
        clock.Advance(history.Freshness + TimeSpan.FromTicks(1));
        var old = await StatusAsync(check);

        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), (fresh, old));
    }

    private static async Task<HealthStatus> StatusAsync(SamplingCheck check) => (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
