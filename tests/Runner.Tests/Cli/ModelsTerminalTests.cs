using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Runner.Tests.Downloads;

namespace LlmObs.Runner.Tests.Cli;

public sealed class ModelsTerminalTests : IDisposable
{
    private readonly CommandLine _llmobs = new();
    private readonly string _plan;

    public ModelsTerminalTests() => _plan = _llmobs.Write("three.json", JsonSerializer.Serialize(DownloadBench.Plan(), PlanJson.Options));

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task On_a_terminal_a_bar_shows_the_download_under_way_and_what_has_ended_stays()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { DownloadBytesPerSecond = 4e7 });
        using var terminal = Terminal.Open(columns: 200, "models", "download", _plan, "--only", "q8", "--server", bench.Address.ToString());

        var (exitCode, output) = await terminal.EndAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains("━", output, StringComparison.Ordinal);
        Assert.Contains(" % of 8.5 GB, 2 GB/s, about ", output, StringComparison.Ordinal);
        Assert.Contains("q8: fetched, and on the server's list.", output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 that were missing are there now.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_download_to_the_server_and_the_same_line_finds_it_again()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { DownloadBytesPerSecond = 2e7 });
        using var terminal = Terminal.Open(columns: 200, "run", _plan, "--download", "--only", "q8", "--output", _llmobs.Results, "--server", bench.Address.ToString());
        await BeginningAsync(bench);

        terminal.PressCtrlC();
        var (exitCode, output) = await terminal.EndAsync();
        var again = await _llmobs.RunAsync("run", _plan, "--download", "--only", "q8", "--server", bench.Address.ToString());

        Assert.True(exitCode == 130, output);
        Assert.Contains("q8: was being fetched when it was stopped. It goes on in LM Studio", output, StringComparison.Ordinal);
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Equal("not_found", await JobAsync(bench, 2));
    }

    private static async Task BeginningAsync(DownloadBench bench)
    {
        for (var asked = 0; asked < 200 && await JobAsync(bench, 1) == "not_found"; asked++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>What the Simulator says of its first or second job.</summary>
    private static async Task<string> JobAsync(DownloadBench bench, int number)
    {
        using var http = new HttpClient { BaseAddress = bench.Address };
        using var answer = await http.GetAsync(FormattableString.Invariant($"api/v1/models/download/status/job_simulated_{number}"), TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? "there" : "not_found";
    }
}
