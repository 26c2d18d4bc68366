using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>A run as a user makes it, on the look-alikes of the servers that load nothing when asked.</summary>
public sealed class OtherDialectsTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _llmobs.Dispose();

    [Theory]
    [InlineData(SimulatedDialect.LlamaCpp, "llama_cpp", "llama.cpp timings")]
    [InlineData(SimulatedDialect.Ollama, "ollama", null)]
    [InlineData(SimulatedDialect.MlxLm, "mlx_lm", null)]
    [InlineData(SimulatedDialect.Vllm, "vllm", "vLLM metrics")]
    [InlineData(SimulatedDialect.OpenAi, "openai_compatible", null)]
    public async Task The_quick_plan_measures_what_is_loaded_and_keeps_what_the_server_reports(SimulatedDialect dialect, string kind, string? source)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Dialect = dialect, TimeScale = 5 }, Cancel);

        var told = await _llmobs.RunAsync("run", "--server", simulator.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        var content = SessionContent.Read(_llmobs.Session);
        Assert.Equal((kind, true), (content.Header.Server.Kind, content.Header.Server.IsSimulated));
        var requests = content.Entries.OfType<JournalEntry.Request>().ToList();
        Assert.NotEmpty(requests);
        Assert.All(requests, request => Assert.Equal(source, request.Timeline.Timings?.Source));
        Assert.Contains("(simulated)", await File.ReadAllTextAsync(Path.Combine(_llmobs.Session, "summary.md"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_still_loading_is_waited_for_and_that_is_said()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Dialect = SimulatedDialect.LlamaCpp, TimeScale = 0.1 }, Cancel);

        var told = await _llmobs.RunAsync("run", "--server", simulator.Address.ToString(), "--model", "/simulated/demo-coder-q8_0.gguf", "--prompt", "Hello", "--requests", "1", "--max-tokens", "4");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("It said: Loading model It is waited for, at most 5 min (settings.limits.serverReturn).", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_context_than_Ollama_has_loaded_is_refused_with_what_to_do()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Dialect = SimulatedDialect.Ollama, TimeScale = 20 }, Cancel);
        var plan = _llmobs.Write("plan.json", """
            {
              "schemaVersion": 1, "name": "context", "models": [{ "id": "demo", "name": "Demo" }],
              "variants": [{ "id": "q8", "model": "demo", "quantization": "Q8_0", "format": "gguf", "match": { "names": ["demo-coder:q8_0"] } }],
              "cases": [{ "id": "hello", "category": "x", "prompt": "Hello", "maxTokens": 8 }],
              "settings": { "contextTokens": 32768, "blocks": 1, "seed": 1 }
            }
            """);

        var told = await _llmobs.RunAsync("run", plan, "--server", simulator.Address.ToString());

        var load = Assert.Single(SessionContent.Read(_llmobs.Session).Entries.OfType<JournalEntry.Load>());
        Assert.Equal(LoadFailureCause.NotAsAsked, load.FailureCause);
        Assert.Contains("is loaded with 4,096. Ollama would cut a longer prompt in silence. Start it with OLLAMA_CONTEXT_LENGTH=32768", load.Failure, StringComparison.Ordinal);
        Assert.Empty(SessionContent.Read(_llmobs.Session).Entries.OfType<JournalEntry.Request>());
        Assert.Contains("OLLAMA_CONTEXT_LENGTH", told.ToString(), StringComparison.Ordinal);
    }
}
