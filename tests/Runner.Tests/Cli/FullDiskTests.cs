using System.Diagnostics;
using System.Text.Json;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The program as a process of its own that may write no file beyond a limit, which is what a full disk is to its journal.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_journal_that_cannot_grow_ends_the_run_resumable_with_its_summary_and_nothing_measured_is_lost()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "A limit for the size of files is set with bash.");
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 4 }, TestContext.Current.CancellationToken);
        var server = simulator.Address.ToString();

        var (exitCode, output, error) = await RunWithLimitAsync("run", "quick", "--json", "--server", server, "--output", _llmobs.Results);

        Assert.True(exitCode == 130, $"{exitCode}\n{output}\n{error}");
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var told = lines.Where(line => line.GetProperty("event").GetString() == "request").Select(line => line.GetProperty("id").GetString()!).ToList();
        Assert.Equal("interrupted", lines[^1].GetProperty("end").GetString());
        Assert.NotEmpty(told);
        var journal = RunTests.SharedLines(Path.Combine(_llmobs.Session, "requests.jsonl"));
        Assert.All(told, id => Assert.Contains(journal, line => line.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal)));
        var resumed = await _llmobs.RunAsync("run", "--json", "--resume", _llmobs.Session, "--server", server);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Equal(24, resumed.Summary.GetProperty("variants").EnumerateArray().Sum(variant => variant.GetProperty("requests").GetInt32()));
    }

    /// <summary>With the signal ignored, a write beyond the limit fails as one on a full disk does.</summary>
    private static async Task<(int ExitCode, string Output, string Error)> RunWithLimitAsync(params string[] args)
    {
        const int Blocks = 32;
        var start = new ProcessStartInfo("/bin/bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"trap '' XFSZ; ulimit -f {Blocks}; exec dotnet \"$@\"");
        foreach (var arg in new[] { "bash", Path.Combine(AppContext.BaseDirectory, "llmobs.dll") }.Concat(args))
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
