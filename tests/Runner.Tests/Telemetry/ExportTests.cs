using System.Diagnostics;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>The command line as a process of its own, where OTEL_EXPORTER_OTLP_ENDPOINT names a listener.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-export-").FullName;
    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "tiny.json"), """
            {
              "schemaVersion": 1, "name": "tiny", "discover": "available",
              "cases": [{ "id": "answer", "category": "x", "prompt": "Say hello.", "maxTokens": 80 }],
              "settings": { "blocks": 1, "iterations": 1, "warmups": 1, "concurrency": [1] }
            }
            """, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_sends_its_spans_and_metrics_to_who_listens()
    {
        await using var listener = await OtlpListener.StartAsync(TimeSpan.Zero);

        var (exitCode, said, _) = await RunAsync(listener.Address);

        Assert.True(exitCode == 0, said);
        Assert.DoesNotContain("Telemetry cannot be sent", said, StringComparison.Ordinal);
        foreach (var name in new[] { "run demo-coder-q4_k_m", "warm-up", "chat demo-coder", "prefill", "decode", "unload" })
            Assert.Contains(name, listener.Traces, StringComparison.Ordinal);
        foreach (var instrument in new[] { RunnerInstruments.TimeToFirstToken, RunnerInstruments.DecodeSpeed, RunnerInstruments.Requests, VariantInstruments.DecodeSpeedMean })
            Assert.Contains(instrument.Name, listener.Metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("Say hello.", listener.Traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_is_gone_costs_one_line_and_no_request()
    {
        var (exitCode, said, _) = await RunAsync("http://127.0.0.1:9");

        Assert.True(exitCode == 0, said);
        Assert.Single(said.Split('\n'), line => line.Contains("Telemetry cannot be sent to http://127.0.0.1:9", StringComparison.Ordinal));
        Assert.Contains("4 of 4", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_never_answers_keeps_nobody_waiting()
    {
        await using var gone = await OtlpListener.StartAsync(TimeSpan.Zero);
        var (_, _, quick) = await RunAsync(gone.Address);
        await using var listener = await OtlpListener.StartAsync(TimeSpan.FromMinutes(5));

        var (exitCode, said, slow) = await RunAsync(listener.Address);

        Assert.True(exitCode == 0, said);
        Assert.True(slow < quick + TimeSpan.FromSeconds(15), $"{slow} instead of {quick}");
    }

    private async Task<(int ExitCode, string Said, TimeSpan Took)> RunAsync(string listener)
    {
        string[] args = [Path.Combine(AppContext.BaseDirectory, "llmobs.dll"), "run", "tiny.json", "--server", _simulator.Address.ToString(), "--output", "results"];
        var start = new ProcessStartInfo("dotnet", args)
        {
            UseShellExecute = false,
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = listener, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" },
        };
        var begun = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancelled), process.StandardError.ReadToEndAsync(Cancelled));
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, string.Concat(said), TimeProvider.System.GetElapsedTime(begun));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
