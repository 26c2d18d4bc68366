using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Telemetry;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>The real prometheus-node-exporter, looking at the same files as our sensors. Absent: the tests skip, or fail where it is required.</summary>
internal sealed class NodeExporter : IAsyncDisposable
{
    private const string RequiredVariable = "LLMOBS_REQUIRE";

    private static readonly string? Program = new[] { "prometheus-node-exporter", "node_exporter" }.Select(name => ProgramOnPath.Find(name, new SystemFolders())).FirstOrDefault(path => path is not null);

    private readonly Process _process;
    private readonly HttpClient _http;
    private string? _said;

    private NodeExporter(Process process, int port)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _said = line.Data ?? _said;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    /// <summary>First line of each test that needs it.</summary>
    public static void Demand()
    {
        const string whyNot = "There is no node exporter on the PATH: apt-get install prometheus-node-exporter.";
        if (Environment.GetEnvironmentVariable(RequiredVariable)?.Contains("node-exporter", StringComparison.Ordinal) == true)
            Assert.True(Program is not null, whyNot);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Program is not null, whyNot);
    }

    /// <summary>With those of its collectors only.</summary>
    public static async Task<NodeExporter> StartAsync(SystemFolders folders, params IEnumerable<string> collectors)
    {
        var port = FreePort();
        string[] arguments =
        [
            "--collector.disable-defaults", .. collectors.Select(name => $"--collector.{name}"),
            $"--path.procfs={folders.Proc}", $"--path.sysfs={folders.Sys}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
        ];
        var exporter = new NodeExporter(Process.Start(new ProcessStartInfo(Program!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!, port);
        try
        {
            while (!await exporter.IsThereAsync())
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stopped);
            return exporter;
        }
        catch
        {
            await exporter.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<MetricPoint>> ScrapeAsync() => MetricPoint.Parse(await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stopped));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<bool> IsThereAsync()
    {
        Assert.False(_process.HasExited, $"The node exporter has ended, having said: {_said ?? "nothing"}");
        try
        {
            return (await ScrapeAsync()).Count > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
