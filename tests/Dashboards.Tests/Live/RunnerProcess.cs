using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary><c>llmobs serve</c> as a process of its own. Its traces go nowhere, but they are made: exemplars need them.</summary>
internal sealed class RunnerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly DirectoryInfo _results;

    private RunnerProcess(Process process, Uri address, DirectoryInfo results)
    {
        (_process, Address, _results) = (process, address, results);
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public static async Task<RunnerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var results = Directory.CreateTempSubdirectory("llmobs-dashboards-");
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "llmobs.dll"), "serve", "--port", "0", "--server", "simulator", "--output", results.FullName];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9" },
        })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is not { } address)
                continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new RunnerProcess(process, new Uri(address), results);
        }
        throw new InvalidOperationException("The Runner ended before it said where it is.");
    }

    /// <summary>Twice: the service begins with it by itself, and a percentile wants twenty requests with a speed.</summary>
    public async Task RunQuickPlanAsync(CancellationToken cancellationToken)
    {
        var first = await EndedAsync(earlier: null, cancellationToken);
        using var started = await _http.PostAsync(new Uri("/api/sessions?plan=quick", UriKind.Relative), null, cancellationToken);
        Assert.True(started.IsSuccessStatusCode);
        await EndedAsync(first, cancellationToken);
    }

    /// <summary>The name of the session that ended, which is another than the earlier one.</summary>
    private async Task<string> EndedAsync(string? earlier, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 900; look++)
        {
            var state = await _http.GetFromJsonAsync<JsonElement>("/api/state", cancellationToken);
            if (state.GetProperty("ended") is { ValueKind: JsonValueKind.Object } ended && ended.GetProperty("session").GetString() is { } session && session != earlier)
            {
                Assert.True(ended.GetProperty("exitCode").GetInt32() == 0, ended.ToString());
                return session;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
        throw new TimeoutException("The quick plan did not end in three minutes.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _results.Delete(recursive: true);
    }
}
