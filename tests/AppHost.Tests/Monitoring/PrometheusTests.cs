using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace LlmObs.AppHost.Tests.Monitoring;

public sealed class PrometheusTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TinyPlan _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task It_comes_up_healthy_and_scrapes_every_service()
    {
        InstalledPrometheus.Demand();
        var data = Path.Combine(_plan.Folder, "data");
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--server", "simulator", "--plan", _plan.Path, "--output", _plan.Results, $"--Data:Directory={data}"], Cancelled);
        await using var app = await builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled).WaitAsync(Limit, Cancelled);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("prometheus", Cancelled).WaitAsync(Limit, Cancelled);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("collector", Cancelled).WaitAsync(Limit, Cancelled);

        var written = await File.ReadAllTextAsync(Path.Combine(Assert.Single(Directory.GetDirectories(data, "run-*")), "targets", "llmobs.json"), Cancelled);
        foreach (var service in new[] { "runner", "collector", "simulator" })
            Assert.Contains($$$"""{"targets":["127.0.0.1:{{{app.GetEndpoint(service, "http").Port}}}"],"labels":{"job":"{{{service}}}","instance":"{{{service}}}"}}""", written, StringComparison.Ordinal);
        using var prometheus = app.CreateHttpClient("prometheus", "http");
        Assert.Equal(["collector up", "runner up", "simulator up"], await HealthAsync(prometheus));
        var flags = await prometheus.GetStringAsync(new Uri("/api/v1/status/flags", UriKind.Relative), Cancelled);
        Assert.Contains($"\"storage.tsdb.path\":\"{Path.Combine(data, "prometheus")}\"", flags, StringComparison.Ordinal);
        Assert.Contains("\"storage.tsdb.retention.time\":\"2y\"", flags, StringComparison.Ordinal);
        Assert.Contains("\"enable-feature\":\"exemplar-storage\"", flags, StringComparison.Ordinal);
        Assert.Matches("""web.listen-address":"127\.0\.0\.1:\d+""", flags);
    }

    /// <summary>Until all have been scraped once.</summary>
    private static async Task<List<string>> HealthAsync(HttpClient prometheus)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = JsonDocument.Parse(await prometheus.GetStringAsync(new Uri("/api/v1/targets?state=active", UriKind.Relative), Cancelled));
            var health = answer.RootElement.GetProperty("data").GetProperty("activeTargets").EnumerateArray()
                .Select(target => $"{target.GetProperty("labels").GetProperty("job").GetString()} {target.GetProperty("health").GetString()}").Order(StringComparer.Ordinal).ToList();
            if ((health.Count >= 3 && health.TrueForAll(one => one.EndsWith(" up", StringComparison.Ordinal))) || TimeProvider.System.GetElapsedTime(begun) > Limit)
                return health;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancelled);
        }
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
