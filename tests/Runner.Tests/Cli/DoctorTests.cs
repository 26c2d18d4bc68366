using LlmObs.Hardware;
using LlmObs.Runner.Tests.Checks;
using LlmObs.Runner.Tests.Host;
using LlmObs.Runner.Tests.Servers.Dialects;

namespace LlmObs.Runner.Tests.Cli;

public sealed class DoctorTests : IDisposable
{
    private static readonly string[] Names = ["event", "verdict", "warnings", "blockers", "simulated", "server", "checks", "report"];
    private readonly CommandLine _llmobs = new();

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task On_the_Simulator_it_says_so_and_all_else_is_well()
    {
        var told = await _llmobs.RunAsync("doctor", "--server", "simulator");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("ok       plan            quick: 4 of 4 variants can be measured here.", told.OutputLines);
        Assert.Contains(told.OutputLines, line => line.StartsWith("ok       memory          simulated: 500 GiB of 512 GiB free", StringComparison.Ordinal));
        Assert.StartsWith("warning  server          The Simulator, as asked", told.OutputLines[^2], StringComparison.Ordinal);
        Assert.Equal("1 warning, no blocker: you can measure. (On the Simulator: nothing here says anything about a real server.)", told.OutputLines[^1]);
        Assert.Empty(told.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_blocker_with_what_to_do()
    {
        var told = await _llmobs.RunAsync("doctor", "--plan", "mac-512gb", "--server", "http://127.0.0.1:9");

        Assert.Equal(1, told.ExitCode);
        Assert.StartsWith("blocker  server          Nothing listens at http://127.0.0.1:9. Start LM Studio's server", told.OutputLines[^2], StringComparison.Ordinal);
        Assert.Equal("1 blocker, no warning: see to the blocker first.", told.OutputLines[^1]);
    }

    [Fact]
    public async Task A_plan_on_LM_Studio_is_held_against_the_machine_its_Collector_sees()
    {
        await using var server = await FakeLmStudio.StartAsync(Stopped);
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryTotalBytes = 512 * Given.Gib, MemoryUsedBytes = 400 * Given.Gib }]);
        collector.Report = Given.Report with { IsOnBattery = true, GpuMemoryLimitBytes = 464 * Given.Gib };

        var told = await _llmobs.RunAsync("doctor", "--plan", "mac-512gb", "--server", $"{server.Address}", "--collector", $"{collector.Address}");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains(told.OutputLines, line => line.StartsWith("blocker  memory          112 GiB of 512 GiB free, and ", StringComparison.Ordinal));
        Assert.Contains("ok       GPU memory      the graphics processor may take 464 GiB; minimax-m2.1-q6_k, the largest, needs about 179.7 GiB.", told.OutputLines);
        Assert.Contains(told.OutputLines, line => line.StartsWith("warning  power           the machine runs on its battery.", StringComparison.Ordinal));
        Assert.StartsWith("blocker ", told.OutputLines[^2], StringComparison.Ordinal);
        Assert.StartsWith("1 blocker, ", told.OutputLines[^1], StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.StartsWith("GET ", request.Question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_server_under_test_is_not_called_a_program_in_its_own_way()
    {
        await using var server = await FakeLmStudio.StartAsync(Stopped);
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryTotalBytes = 512 * Given.Gib, MemoryUsedBytes = 400 * Given.Gib }]);
        collector.Report = Given.Report with { BiggestProcesses = [new ProcessUse(7, "LM Studio", 40 * Given.Gib), new ProcessUse(8, "browser", 9 * Given.Gib)] };
        var asked = 0;
        collector.Processes = port =>
        {
            asked = port;
            return new ServerProcesses { At = Given.Now, Port = port, Processes = [new ServerProcess { Pid = 7, Name = "LM Studio" }] };
        };

        var told = await _llmobs.RunAsync("doctor", "--plan", "mac-512gb", "--server", $"{server.Address}", "--collector", $"{collector.Address}");

        Assert.Equal(server.Address.Port, asked);
        Assert.Contains(told.OutputLines, line => line.StartsWith("warning  other programs  the largest variant has too little room beside them: browser 9 GiB.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_is_kept_from_beginning_by_the_same_blocker_and_loads_nothing()
    {
        await using var server = await FakeLmStudio.StartAsync(Stopped);
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryTotalBytes = 512 * Given.Gib, MemoryUsedBytes = 400 * Given.Gib }]);

        var told = await _llmobs.RunAsync("run", "mac-512gb", "--server", $"{server.Address}", "--collector", $"{collector.Address}");

        Assert.Equal(2, told.ExitCode);
        Assert.StartsWith("llmobs: memory: 112 GiB of 512 GiB free", Assert.Single(told.ErrorLines), StringComparison.Ordinal);
        Assert.EndsWith("(--ignore-checks measures all the same.)", told.ErrorLines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(_llmobs.Results));
        Assert.All(server.Requests, request => Assert.StartsWith("GET ", request.Question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_json_it_is_one_object_on_one_line()
    {
        var told = await _llmobs.RunAsync("doctor", "--server", "simulator", "--json");

        var line = Assert.Single(told.Json);
        Assert.Equal(Names, line.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("doctor", "warning", 1, 0, true), (line.GetProperty("event").GetString(), line.GetProperty("verdict").GetString(), line.GetProperty("warnings").GetInt32(), line.GetProperty("blockers").GetInt32(), line.GetProperty("simulated").GetBoolean()));
        Assert.All(line.GetProperty("checks").EnumerateArray(), check => Assert.Equal(["subject", "verdict", "text", "remedy"], check.EnumerateObject().Select(member => member.Name)));
        Assert.Empty(told.Error);
    }

    [Fact]
    public async Task A_report_without_a_Collector_says_what_it_lacks()
    {
        var file = Path.Combine(_llmobs.Folder, "machine.json");

        var told = await _llmobs.RunAsync("doctor", "--server", "simulator", "--report", file);

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("No Collector answers, so the report has no sensors and no samples. Start llmobs-collector and write it again.", told.OutputLines);
        Assert.Contains("\"collector\": null", await File.ReadAllTextAsync(file, Stopped), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_without_a_name_goes_into_the_folder_of_the_sessions_and_is_told()
    {
        var told = await _llmobs.RunAsync("doctor", "--server", "simulator", "--output", _llmobs.Results, "--report");

        var file = Assert.Single(Directory.GetFiles(_llmobs.Results, "llmobs-machine-*.json"));
        Assert.Contains(told.OutputLines, line => line.StartsWith($"Written: {file} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var told = await _llmobs.RunAsync("doctor", "--plan", "quik", "--server", "::", "--collector", "ftp://x", "--prometheus", "ftp://y", "--report", Path.Combine(_llmobs.Folder, "no/such/folder/x.json"));

        Assert.Equal(2, told.ExitCode);
        foreach (var flag in new[] { "--plan", "--server", "--collector", "--prometheus", "--report" })
            Assert.Single(told.ErrorLines, line => line.StartsWith($"llmobs: {flag}: ", StringComparison.Ordinal));
        Assert.Empty(told.Output);
    }

    [Theory]
    [InlineData(".", "it is a folder")]
    [InlineData("no/such/folder/x.json", "its folder does not exist")]
    public async Task A_report_that_cannot_be_written_is_refused_before_anything_is_asked(string path, string expected)
    {
        var told = await _llmobs.RunAsync("doctor", "--server", "simulator", "--report", Path.Combine(_llmobs.Folder, path));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, Assert.Single(told.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task Only_what_the_plan_has_can_be_named()
    {
        var told = await _llmobs.RunAsync("doctor", "--plan", "mac-512gb", "--only", "qwen9", "--server", "simulator");

        Assert.Equal(2, told.ExitCode);
        Assert.StartsWith("llmobs: --only: no variant of the plan", Assert.Single(told.ErrorLines), StringComparison.Ordinal);
    }
}
