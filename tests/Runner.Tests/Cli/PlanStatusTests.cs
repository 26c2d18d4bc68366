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
    public async Task Before_anything_is_measured_all_is_waiting_and_what_a_run_would_begin_with_is_named()
    {
        var told = await _llmobs.RunAsync("plan", "status", _llmobs.Write("two.json", Plan), "--output", "none");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("The first phase", told.Output, StringComparison.Ordinal);
        var dry = await _llmobs.RunAsync("plan", "show", _llmobs.Write("two.json", Plan));
        var first = dry.OutputLines.Single(line => line.StartsWith("first, block 1: ", StringComparison.Ordinal))["first, block 1: ".Length..].Split(' ')[0];
        Assert.Contains($"Next: {first}, block 1 of first, in a new run.", told.Output, StringComparison.Ordinal);
        Assert.Contains("Left: 2 loads, 2 measured requests + 2 warm-ups, at most", told.Output, StringComparison.Ordinal);
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
        Assert.Contains("Next: q2, block 1 of first, in a new run.", told.Output, StringComparison.Ordinal);
        Assert.Contains("Left: 1 load, 1 measured request + 1 warm-up, at most", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_stopped_session_it_names_the_very_run_that_resume_begins_with_and_reckons_with_what_was_measured()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20 }, TestContext.Current.CancellationToken);
        var plan = _llmobs.Write("six.json", Plan.Replace("\"blocks\": 1", "\"blocks\": 3", StringComparison.Ordinal).Replace("q2_k", "q6_k", StringComparison.OrdinalIgnoreCase).Replace("\"source\": { \"repository\": \"demo/coder\", \"file\": \"q6_k\" }", "\"match\": { \"names\": [\"demo-coder@q6_k\"] }", StringComparison.OrdinalIgnoreCase));
        var output = Path.Combine(Path.GetDirectoryName(plan)!, "results");
        await _llmobs.RunAsync("run", plan, "--server", simulator.Address.ToString(), "--output", output);
        var session = Assert.Single(Directory.GetDirectories(output));
        var journal = Path.Combine(session, "requests.jsonl");
        await File.WriteAllLinesAsync(journal, File.ReadLines(journal).TakeWhile(line => !line.Contains("b2/", StringComparison.Ordinal)).ToList(), TestContext.Current.CancellationToken);
        await _llmobs.RunAsync("report", session);

        var told = await _llmobs.RunAsync("plan", "status", plan, "--output", output);
        var resumed = await _llmobs.RunAsync("run", "--resume", session, "--server", simulator.Address.ToString());

        var loaded = SessionContent.Read(session).Entries.Where(entry => entry.Run.Contains("b2/", StringComparison.Ordinal)).Select(entry => entry.Variant).First();
        Assert.Contains($"Next: {loaded}, block 2 of first (on the Simulator), with: ", told.Output, StringComparison.Ordinal);
        Assert.Contains("Left in it: 4 loads, 4 measured requests + 4 warm-ups, about", told.Output, StringComparison.Ordinal);
        Assert.Contains("2 variants at the measured pace", told.Output, StringComparison.Ordinal);
        Assert.Equal(0, resumed.ExitCode);
    }

    [Fact]
    public async Task A_plan_without_variants_has_no_table()
    {
        var told = await _llmobs.RunAsync("plan", "status", "quick");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("names no variants", told.ToString(), StringComparison.Ordinal);
    }
}
