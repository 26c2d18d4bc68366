using LlmObs.Runner.Results;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

public sealed class PlanStatusTests : IDisposable
{
    private const string Plan = """
        {
          "schemaVersion": 1, "name": "two",
          "models": [{ "id": "demo", "name": "Demo" }],
          "phases": [{ "id": "first", "name": "The first phase" }],
          "variants": [
            { "id": "q8", "model": "demo", "phase": "first", "priority": 2, "quantization": "Q8_0", "format": "gguf", "match": { "names": ["demo-coder@q8_0"] } },
            { "id": "q2", "model": "demo", "phase": "first", "priority": 1, "quantization": "Q2_K", "format": "gguf", "source": { "repository": "demo/coder", "file": "Q2_K" } }
          ],
          "cases": [{ "id": "c", "category": "x", "prompt": "Hello", "maxTokens": 40 }],
          "settings": { "blocks": 1, "seed": 1 }
        }
        """;

    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task Before_anything_is_measured_all_is_waiting_and_the_most_urgent_is_named()
    {
        var told = await _llmobs.RunAsync("plan", "status", _llmobs.Write("two.json", Plan), "--output", "none");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("The first phase", told.Output, StringComparison.Ordinal);
        Assert.Contains("Most urgent: q2. Left: 2 loads, 2 measured requests + 2 warm-ups", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_run_its_figures_stand_there_marked_as_simulated_and_what_is_missing_is_skipped_with_the_remedy()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20 }, TestContext.Current.CancellationToken);
        var plan = _llmobs.Write("two.json", Plan);
        var output = Path.Combine(Path.GetDirectoryName(plan)!, "results");
        await _llmobs.RunAsync("run", plan, "--server", simulator.Address.ToString(), "--output", output);

        var told = await _llmobs.RunAsync("plan", "status", plan, "--output", output);

        Assert.Contains(told.OutputLines, line => line.Contains("q8", StringComparison.Ordinal) && line.Contains("~done", StringComparison.Ordinal) && line.Contains("1/1", StringComparison.Ordinal));
        Assert.Contains(told.OutputLines, line => line.StartsWith("q2: ", StringComparison.Ordinal) && line.Contains("lms get", StringComparison.Ordinal));
        Assert.False(SessionFolder.IsHeld(Assert.Single(Directory.GetDirectories(output))));
    }

    [Fact]
    public async Task What_is_named_is_shown_alone_with_the_time_it_takes()
    {
        var told = await _llmobs.RunAsync("plan", "status", _llmobs.Write("two.json", Plan), "--output", "none", "--priority", "1");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.DoesNotContain(told.OutputLines, line => line.Contains("q8", StringComparison.Ordinal));
        Assert.Contains("Most urgent: q2. Left: 1 load, 1 measured request + 1 warm-up", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_without_variants_has_no_table()
    {
        var told = await _llmobs.RunAsync("plan", "status", "quick");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("names no variants", told.ToString(), StringComparison.Ordinal);
    }
}
