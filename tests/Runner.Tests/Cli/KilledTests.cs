using System.Diagnostics;
using System.Text.Json;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The program as a process of its own, killed without a chance to say goodbye.</summary>
public sealed class KilledTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_run_killed_in_the_middle_is_finished_by_resume_with_no_request_lost_or_measured_twice()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 2 }, TestContext.Current.CancellationToken);
        var server = simulator.Address.ToString();
        using var process = Start("run", "quick", "--json", "--server", server, "--output", _llmobs.Results);
        var told = await ReadMeasuredAsync(process, count: 5);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.All(told, id => Assert.Contains(id, Journaled(), StringComparer.Ordinal));
        var before = Journaled();

        var resumed = await _llmobs.RunAsync("run", "--json", "--resume", _llmobs.Session, "--server", server);

        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        var measuredNow = resumed.Requests.Where(line => line.GetProperty("phase").GetString() == "measure").Select(line => line.GetProperty("id").GetString()!).ToList();
        Assert.Empty(before.Intersect(measuredNow, StringComparer.Ordinal));
        Assert.Equal(24, Journaled().Count);
        Assert.Equal(24, Journaled().Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("\"wasLoadedBefore\":true", await File.ReadAllTextAsync(Path.Combine(_llmobs.Session, "requests.jsonl"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "llmobs.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The ids of the measured requests that the program told of, the first few.</summary>
    private static async Task<IReadOnlyList<string>> ReadMeasuredAsync(Process process, int count)
    {
        var ids = new List<string>();
        while (ids.Count < count && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var told = JsonElement.Parse(line);
            if (told.GetProperty("event").GetString() == "request" && told.GetProperty("phase").GetString() == "measure")
                ids.Add(told.GetProperty("id").GetString()!);
        }
        Assert.Equal(count, ids.Count);
        return ids;
    }

    /// <summary>The ids of the measured requests on the disk; a half last line is not one.</summary>
    private List<string> Journaled()
    {
        var entries = RunTests.SharedLines(Path.Combine(_llmobs.Session, "requests.jsonl")).Select(line => JsonElement.Parse(line));
        return [.. entries.Where(entry => entry.GetProperty("entry").GetString() == "request" && !IsWarmup(entry)).Select(entry => entry.GetProperty("id").GetString()!)];
    }

    private static bool IsWarmup(JsonElement entry) => entry.TryGetProperty("isWarmup", out var warmup) && warmup.GetBoolean();
}
