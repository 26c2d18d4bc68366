using LlmObs.Runner.Cli;
using LlmObs.Runner.Results;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Both sweeps on a real llama.cpp server. Its random weights find nothing, so no context is usable; what longer prompts cost is measured all the same.</summary>
[Collection(nameof(Alone))]
public sealed class RealSweepTests(LlamaFixture llama) : IClassFixture<LlamaFixture>, IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-llama-sweep-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task Prompts_fill_the_loaded_context_in_the_models_own_tokens_and_random_weights_are_of_no_use()
    {
        llama.Demand();
        await using var server = await LlamaServerProcess.StartAsync(llama.Tools, await llama.Models.FileAsync("Q4_K_M", TestContext.Current.CancellationToken), [], TestContext.Current.CancellationToken);

        var result = Assert.Single(SessionReports.Rebuild(await RunAsync(server.Address)));

        var context = result.ContextSweep!;
        Assert.True(context.IsComplete);
        Assert.Equal((null, ContextProblem.NeedleMissed), (context.UsableContextTokens, context.Limit));
        Assert.Equal([1024, 2048], context.Steps.Select(step => step.ContextTokens));
        Assert.All(context.Steps, step => Assert.InRange(step.PromptTokens!.Value / (double)ContextLadder.PromptTokens(result.Settings.ContextSweep!, step.ContextTokens), 0.9, 1.005));
        Assert.All(context.Steps, step => Assert.InRange(step.PrefillTokensPerSecond!.Value / step.ReportedPrefillTokensPerSecond!.Value, 0.7, 1.02));
        Assert.Contains("loaded before", context.WhyNoBytesPerToken, StringComparison.Ordinal);
        var parallel = result.ParallelSweep!;
        Assert.True(parallel.IsComplete);
        Assert.Equal([1, 2], parallel.Levels.Select(level => level.Streams));
        Assert.All(parallel.Levels, level => Assert.True(level is { NotCompleted: 0, OutputTokensPerSecond: > 0 }));
    }

    private async Task<string> RunAsync(Uri server)
    {
        var plan = Path.Combine(_results, "swept.json");
        await File.WriteAllTextAsync(plan, """
            {
              "schemaVersion": 1, "name": "swept", "discover": "available",
              "cases": [{ "id": "boxes", "category": "x", "prompt": "Say hello to the three boxes.", "maxTokens": 40 }],
              "settings": {
                "blocks": 1, "warmups": 0, "seed": 1,
                "contextSweep": { "maximumTokens": 2048, "answerTokens": 128, "minimumDecodeTokensPerSecond": 0 },
                "parallelSweep": { "maximumStreams": 2, "requestsPerStream": 3 }
              }
            }
            """, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = Surroundings.OfThisProcess() with { Output = output, Error = error, IsOutputTerminal = false, IsErrorTerminal = false };
        var exitCode = await LlmObsCommand.InvokeAsync(["run", plan, "--server", server.ToString(), "--output", _results], surroundings, TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, output.ToString() + error);
        return Assert.Single(Directory.GetDirectories(_results));
    }
}
