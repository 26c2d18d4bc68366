using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

public sealed class RunTests : IAsyncLifetime
{
    private readonly CommandLine _llmobs = new();
    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() =>
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 4 }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _llmobs.Dispose();
    }

    [Fact]
    public async Task Without_a_server_a_plan_and_a_model_the_quick_plan_runs_on_the_Simulator_in_under_a_minute_and_says_so()
    {
        var begun = TimeProvider.System.GetTimestamp();

        var told = await _llmobs.RunAsync("run");

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("No LLM server was found on this machine, so the Simulator is measured", told.Output, StringComparison.Ordinal);
        Assert.Contains("(simulated)", told.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_llmobs.Session, "summary.md"), told.Output, StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(_llmobs.Session, "demo-coder*.json").Length);
        Assert.Empty(told.Error);
    }

    [Fact]
    public async Task The_one_server_found_on_this_machine_is_measured_and_named()
    {
        using var llmobs = new CommandLine { LocalPorts = [_simulator.Address.Port] };

        var told = await llmobs.RunAsync("run", "--model", "demo-coder@q6_k", "--requests", "2");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains($":{_simulator.Address.Port}/, found on this machine", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_servers_found_one_must_be_named()
    {
        await using var second = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        using var llmobs = new CommandLine { LocalPorts = [_simulator.Address.Port, second.Address.Port] };

        var told = await llmobs.RunAsync("run", "--json");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("--server", told.Error, StringComparison.Ordinal);
        Assert.Contains($":{second.Address.Port}", told.Error, StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task A_model_name_that_fits_several_is_refused_with_their_names()
    {
        var told = await _llmobs.RunAsync("run", "--server", _simulator.Address.ToString(), "--model", "demo-coder");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("demo-coder@q4_k_m, demo-coder@q6_k, demo-coder@q8_0", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_the_order_and_sends_nothing()
    {
        var told = await _llmobs.RunAsync("run", "quick", "--server", _simulator.Address.ToString(), "--dry-run", "--only", "demo-coder-q*");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("Block 1: ", told.Output, StringComparison.Ordinal);
        Assert.Contains("demo-coder@q4_k_m", told.Output, StringComparison.Ordinal);
        Assert.Contains("18 measured requests + 6 warm-ups, at most", told.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_llmobs.Results));
    }

    [Fact]
    public async Task Without_a_terminal_there_are_plain_lines_and_no_escape_codes()
    {
        var told = await _llmobs.RunAsync("run", "--server", _simulator.Address.ToString(), "--model", "demo-coder@q8_0", "--case", "medium", "--requests", "2", "--concurrency", "2");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.DoesNotContain('\u001b', told.Output);
        Assert.Contains("demo-coder-q8_0: loading demo-coder@q8_0", told.OutputLines, StringComparer.Ordinal);
        Assert.Single(told.OutputLines, line => line.StartsWith("demo-coder-q8_0  medium ×2  2 of 2  TTFT ", StringComparison.Ordinal));
        Assert.Contains("2 at once, each", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_prompt_one_is_sent_whose_answer_is_long_enough_for_a_decode_speed()
    {
        var told = await _llmobs.RunAsync("run", "--json", "--server", _simulator.Address.ToString(), "--model", "demo-coder@q8_0", "--requests", "1", "--warmup", "0");

        var request = Assert.Single(told.Requests);
        Assert.Equal("medium", request.GetProperty("case").GetString());
        Assert.True(request.GetProperty("decodeTokensPerSecond").GetDouble() > 0);
    }

    [Fact]
    public async Task Quiet_leaves_only_the_result()
    {
        var told = await _llmobs.RunAsync("run", "--quiet", "--server", _simulator.Address.ToString(), "--model", "demo-coder@q8_0", "--requests", "1");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.DoesNotContain("loading", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" of 1", told.Output, StringComparison.Ordinal);
        Assert.Contains("Q8_0 GGUF", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_says_how_to_resume_and_goes_on_where_it_stopped()
    {
        using var stop = new CancellationTokenSource();
        var running = _llmobs.RunAsync(stop.Token, "run", "quick", "--server", _simulator.Address.ToString());
        await WaitForRequestsAsync(_llmobs.Results, 2);
        await stop.CancelAsync();
        var stopped = await running;

        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.Contains($"llmobs run --resume {_llmobs.Session}", stopped.Output, StringComparison.Ordinal);
        var share = Assert.Single(stopped.OutputLines, line => line.StartsWith("Stopped after ", StringComparison.Ordinal)).Split('.')[0];
        Assert.EndsWith(" of 24 measured requests", share, StringComparison.Ordinal);
        Assert.Contains($"> **{share}.**", await SummaryAsync(), StringComparison.Ordinal);
        var reported = await _llmobs.RunAsync("report", _llmobs.Session);
        Assert.Contains($"{share}: run --resume goes on with it.", reported.Output, StringComparison.Ordinal);
        Assert.Contains($"> **{share}.**", await SummaryAsync(), StringComparison.Ordinal);
        var resumed = await _llmobs.RunAsync("run", "--json", "--resume", _llmobs.Session, "--server", _simulator.Address.ToString());
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Contains("measured before", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(24, resumed.Summary.GetProperty("variants").EnumerateArray().Sum(variant => variant.GetProperty("requests").GetInt32()));
        Assert.True(resumed.Requests.Count(line => line.GetProperty("phase").GetString() == "measure") < 24);
        Assert.DoesNotContain("Stopped after", await SummaryAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_rebuilt_from_the_journal_alone()
    {
        await _llmobs.RunAsync("run", "--quiet", "--server", _simulator.Address.ToString(), "--model", "demo-coder@q8_0", "--requests", "2");
        var summary = Path.Combine(_llmobs.Session, "summary.md");
        var before = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
        File.Delete(summary);

        var told = await _llmobs.RunAsync("report", _llmobs.Session);

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal(before, await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken));
        Assert.Contains("Q8_0", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_of_this_machine_are_listed_with_what_they_have_loaded()
    {
        using var llmobs = new CommandLine { LocalPorts = [_simulator.Address.Port] };

        var found = await llmobs.RunAsync("servers");
        var none = await _llmobs.RunAsync("servers");

        Assert.Equal((0, 0), (found.ExitCode, none.ExitCode));
        Assert.Contains(_simulator.Address.ToString(), found.Output, StringComparison.Ordinal);
        Assert.Contains("No LLM server answers", none.Output, StringComparison.Ordinal);
    }

    private Task<string> SummaryAsync() => File.ReadAllTextAsync(Path.Combine(_llmobs.Session, "summary.md"), TestContext.Current.CancellationToken);

    internal static async Task WaitForRequestsAsync(string results, int count)
    {
        for (var look = 0; look < 1_500; look++)
        {
            var journal = Directory.Exists(results) ? Directory.GetFiles(results, "requests.jsonl", SearchOption.AllDirectories) : [];
            if (journal is [var file] && SharedLines(file).Count(line => line.Contains("\"entry\":\"request\"", StringComparison.Ordinal)) >= count)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        Assert.Fail("No request was made within 30 s.");
    }

    internal static IReadOnlyList<string> SharedLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n')[..^1]];
    }
}
