using System.Text.Json;
using LlmObs.AppHost.Monitoring;

namespace LlmObs.AppHost.Tests.Monitoring;

/// <summary>What the app host publishes, as Aspire's manifest shows it. The compose file itself needs a package that is not always there.</summary>
[Collection(StartedAppHost.OneAtATime)]
public sealed class PublishedStackTests : IDisposable
{
    private readonly TinyPlan _plan = new();

    public PublishedStackTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "It starts the process with setsid.");

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Only_Prometheus_and_Grafana_are_published()
    {
        var manifest = Path.Combine(_plan.Folder, "manifest.json");
        await using var host = new StartedAppHost(_plan.Folder, "--operation", "publish", "--publisher", "manifest", "--output-path", manifest);

        Assert.True(await host.EndAsync(TestContext.Current.CancellationToken) == 0, host.Said);

        using var published = JsonDocument.Parse(await File.ReadAllBytesAsync(manifest, TestContext.Current.CancellationToken));
        var resources = published.RootElement.GetProperty("resources");
        Assert.Equal(["grafana", "prometheus"], resources.EnumerateObject().Where(resource => resource.Value.GetProperty("type").GetString() != "parameter.v0").Select(resource => resource.Name).Order());
        Assert.Equal("{prometheus.bindings.http.url}", resources.GetProperty("grafana").GetProperty("env").GetProperty("LLMOBS_PROMETHEUS_URL").GetString());
    }

    [Fact]
    public void A_published_Prometheus_finds_the_services_on_the_host() => Assert.Equal(
        """[{"targets":["host.docker.internal:5180"],"labels":{"job":"runner","instance":"runner"}}]""",
        ScrapeTargets.SeenFromCompose([("runner", 5180)]));
}
