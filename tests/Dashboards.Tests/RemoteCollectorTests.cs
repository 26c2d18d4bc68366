using LlmObs.Collector;
using LlmObs.Collector.Options;
using LlmObs.Dashboards.Tests.Files;
using LlmObs.Dashboards.Tests.Live;
using LlmObs.Dashboards.Tests.Prometheus;

namespace LlmObs.Dashboards.Tests;

/// <summary>The job that our Prometheus configuration has ready for a Collector on another machine, with the # taken away as it says.</summary>
public sealed class RemoteCollectorTests : IDisposable
{
    private const string Token = "correct-horse-battery-staple";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmobs-remote-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string TokenFile => Path.Combine(_folder.FullName, "token");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_is_valid_for_Prometheus_own_tool()
    {
        PrometheusTools.Demand();
        await File.WriteAllTextAsync(TokenFile, Token, Cancelled);
        var file = Path.Combine(_folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(file, WithRemote("192.168.1.20:5181"), Cancelled);

        var said = await PrometheusTools.CheckAsync(["check", "config", file], Cancelled);

        Assert.Contains("is valid prometheus config file syntax", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Collector_with_a_token_is_scraped_by_it()
    {
        PrometheusTools.Demand();
        await File.WriteAllTextAsync(TokenFile, $"{Token}\n", Cancelled);
        await using var collector = await CollectorHost.StartAsync(new CollectorOptions { Port = 0, Token = Token }, [new ReplayedSensor()], TimeProvider.System, Cancelled);

        await using var prometheus = await RunningPrometheus.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal), WithRemote(collector.Address.Authority), Cancelled);
        await prometheus.UntilAsync("""count(up{job="collector"} == 1)""", 1, Cancelled);
        await prometheus.UntilAsync("""count(process_memory_usage_bytes{server_port="1234"})""", 3, Cancelled);
    }

    private string WithRemote(string address)
    {
        var own = File.ReadAllText(Path.Combine(DashboardFolder.Prometheus, "prometheus.yml")).Split("# A Collector on another machine");
        Assert.Equal(2, own.Length);
        var changed = own[1].Replace("\n#  ", "\n  ", StringComparison.Ordinal)
            .Replace("192.168.1.20:5181", address, StringComparison.Ordinal).Replace("/etc/prometheus/llmobs-collector-token", TokenFile, StringComparison.Ordinal);
        Assert.Contains(TokenFile, changed, StringComparison.Ordinal);
        Assert.Contains(address, changed, StringComparison.Ordinal);
        return $"{own[0]}# A Collector on another machine{changed}";
    }
}
