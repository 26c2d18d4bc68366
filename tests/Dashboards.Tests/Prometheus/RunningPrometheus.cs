using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Dashboards.Tests.Files;

namespace LlmObs.Dashboards.Tests.Prometheus;

/// <summary>The real Prometheus on the repository's own files, only that it looks every second, with targets of its own.</summary>
internal sealed class RunningPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmobs-prometheus-");
    private readonly HttpClient _http;
    private readonly Process _process;

    private RunningPrometheus(IReadOnlyDictionary<string, string> targets, string own)
    {
        File.WriteAllText(In("prometheus.yml"), own.Replace("interval: 5s", "interval: 1s", StringComparison.Ordinal).Replace("timeout: 4s", "timeout: 1s", StringComparison.Ordinal));
        Directory.CreateSymbolicLink(In("rules"), DashboardFolder.Rules);
        Directory.CreateDirectory(In("targets"));
        foreach (var (job, address) in targets)
            File.WriteAllText(In($"targets/{job}.json"), JsonSerializer.Serialize(new[] { new { targets = new[] { address }, labels = new { job } } }));
        var port = FreePort();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        string[] arguments =
        [
            $"--config.file={In("prometheus.yml")}", $"--storage.tsdb.path={In("data")}", $"--web.listen-address=127.0.0.1:{port}", "--enable-feature=exemplar-storage", "--log.level=warn",
        ];
        _process = Process.Start(new ProcessStartInfo(PrometheusTools.Server!, arguments) { WorkingDirectory = _folder.FullName })!;
    }

    public static Task<RunningPrometheus> StartAsync(IReadOnlyDictionary<string, string> targets, CancellationToken cancellationToken) =>
        StartAsync(targets, File.ReadAllText(Path.Combine(DashboardFolder.Prometheus, "prometheus.yml")), cancellationToken);

    /// <summary>With the repository's configuration as someone changed it.</summary>
    public static async Task<RunningPrometheus> StartAsync(IReadOnlyDictionary<string, string> targets, string configuration, CancellationToken cancellationToken)
    {
        var prometheus = new RunningPrometheus(targets, configuration);
        try
        {
            await UntilAsync(prometheus.IsReadyAsync, "It was not ready", cancellationToken);
            await prometheus.UntilAsync("count(up == 1)", targets.Count, cancellationToken);
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until an expression has at least that value; fails after half a minute.</summary>
    public Task UntilAsync(string expression, double least, CancellationToken cancellationToken) =>
        UntilAsync(async token => await ValueAsync(expression, token) >= least, $"{expression} did not come to {least}", cancellationToken);

    /// <summary>The <c>data</c> of an API's answer.</summary>
    public async Task<JsonNode> AskAsync(string path, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(parameters.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        using var response = await _http.GetAsync(new Uri($"/api/v1/{path}?{await form.ReadAsStringAsync(cancellationToken)}", UriKind.Relative), cancellationToken);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
        Assert.True((string?)answer["status"] is "success", $"{path}: {answer["error"]}");
        return answer["data"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task UntilAsync(Func<CancellationToken, Task<bool>> isSo, string orElse, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            if (await isSo(cancellationToken))
                return;
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
        }
        Assert.Fail($"{orElse} within 30 s.");
    }

    /// <summary>Before it is, it refuses connections, and then answers 503 without JSON.</summary>
    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        Assert.False(_process.HasExited, "Prometheus has ended; it says above why.");
        try
        {
            using var response = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<double> ValueAsync(string expression, CancellationToken cancellationToken)
    {
        var data = await AskAsync("query", [("query", expression)], cancellationToken);
        return data["result"]!.AsArray() is [var first, ..] ? double.Parse((string)first!["value"]![1]!, CultureInfo.InvariantCulture) : double.NaN;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
