using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

public sealed class TerminalTests : IDisposable
{
    private const string Plan = """
        {
          "schemaVersion": 1, "name": "small", "models": [{ "id": "demo", "name": "Demo" }],
          "variants": [{ "id": "q8", "model": "demo", "quantization": "Q8_0", "format": "gguf", "match": { "names": ["demo-coder*"] } }],
          "cases": [{ "id": "hello", "category": "x", "prompt": "Hello", "maxTokens": 12 }],
          "settings": { "blocks": 1, "warmups": 0, "seed": 1 }
        }
        """;

    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Theory, InlineData(""), InlineData("--quiet"), InlineData("--json")]
    public async Task A_run_on_a_terminal_ends_well(string flag)
    {
        using var terminal = Terminal.Open(columns: 100, "run", "--server", "simulator", "--model", "demo-coder@q8_0", "--requests", "2", "--output", _llmobs.Results, flag);

        var (exitCode, output) = await terminal.EndAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains("Q8_0 GGUF", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_on_a_terminal_colours_its_verdicts_and_folds_long_lines_under_themselves()
    {
        using var terminal = Terminal.Open(columns: 80, "doctor", "--server", "simulator");

        var (exitCode, output) = await terminal.EndAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains("ok\u001b[0m       plan            quick: 4 of 4 variants can be measured here.", output, StringComparison.Ordinal);
        Assert.Contains("\n                         ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_tells_how_to_go_on()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        using var terminal = Terminal.Open(columns: 200, "run", "quick", "--server", simulator.Address.ToString(), "--output", _llmobs.Results);
        await RunTests.WaitForRequestsAsync(_llmobs.Results, 2);

        terminal.PressCtrlC();
        var (exitCode, output) = await terminal.EndAsync();

        Assert.True(exitCode == 130, output);
        Assert.Contains($"Go on with: dotnet run --project {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(Clone.Root, "src", "Runner"))} -- run --resume {_llmobs.Session}", output, StringComparison.Ordinal);
    }

    [Theory, InlineData("y"), InlineData("n")]
    public async Task The_owner_is_asked_on_a_terminal_before_his_model_makes_room(string answer)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20 }, TestContext.Current.CancellationToken);
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, TestContext.Current.CancellationToken);
        var model = (await server.ListModelsAsync(TestContext.Current.CancellationToken)).First(one => one.Key == "demo-coder@q4_k_m");
        await server.LoadAsync(model, new LoadOptions { ContextTokens = 8192 }, TestContext.Current.CancellationToken);
        using var terminal = Terminal.Open(columns: 200, "run", _llmobs.Write("plan.json", Plan), "--server", simulator.Address.ToString(), "--output", _llmobs.Results);

        terminal.Type($"{answer}\r");
        var (exitCode, output) = await terminal.EndAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains("has in memory: demo-coder@q4_k_m", output, StringComparison.Ordinal);
        Assert.Equal(answer == "y", SessionContent.Read(_llmobs.Session).Header.PutAside.Count == 1);
        Assert.Equal(8192, Assert.Single((await server.ListModelsAsync(TestContext.Current.CancellationToken)).SelectMany(one => one.Instances)).ContextTokens);
    }
}
