using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Results;
using LlmObs.Statistics;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>A plan on a real llama.cpp router: each quantization loaded, verified, measured and unloaded again.</summary>
[Collection(nameof(Alone))]
public sealed class RealRouterTests(LlamaFixture llama) : IClassFixture<LlamaFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-router-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Three_quantizations_are_loaded_verified_measured_and_unloaded_and_a_broken_file_costs_only_itself()
    {
        llama.Demand();
        var models = await FolderAsync();
        await File.WriteAllTextAsync(Path.Combine(models, "random-llama-Q6_K.gguf"), "no weights", TestContext.Current.CancellationToken);
        await using var router = await LlamaServerProcess.StartRouterAsync(llama.Tools, models, TestContext.Current.CancellationToken);

        var (exitCode, said) = await RunAsync(await PlanAsync([.. LlamaModels.Quantizations, "Q6_K"]), router);

        Assert.True(exitCode == ExitCodes.SomethingFailed, said);
        var entries = SessionContent.Read(Directory.EnumerateDirectories(Path.Combine(_folder, "results")).Single()).Entries;
        var loads = entries.OfType<JournalEntry.Load>().ToDictionary(load => load.Variant, StringComparer.Ordinal);
        Assert.Contains("could not load random-llama-Q6_K", loads["tiny-Q6_K"].Failure, StringComparison.Ordinal);
        Assert.Equal(LoadFailureCause.ProcessDied, loads["tiny-Q6_K"].FailureCause);
        Assert.All(LlamaModels.Quantizations, quantization => AssertLoaded(loads[$"tiny-{quantization}"], quantization, models));
        Assert.Equal(LlamaModels.Quantizations.Count, entries.OfType<JournalEntry.Unload>().Count());
        Assert.All(entries.OfType<JournalEntry.RunEnd>().Where(end => end.Failure is null), end => Assert.Empty(end.Shared!.During));
        Assert.InRange(Distribution.Of(entries.OfType<JournalEntry.Request>().Where(request => !request.IsWarmup).Select(Agreement))!.P50, 0.95, 1.05);
        using var http = new HttpClient { BaseAddress = router.Address };
        Assert.DoesNotContain("\"value\":\"loaded\"", await http.GetStringAsync("/models", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static void AssertLoaded(JournalEntry.Load load, string quantization, string models)
    {
        Assert.Null(load.Failure);
        Assert.False(load.WasLoadedBefore);
        Assert.Equal(quantization, load.Model!.Quantization);
        Assert.Equal(Path.Combine(models, $"random-llama-{quantization}.gguf"), load.Model.Path);
        Assert.Equal(4096, load.ContextTokens);
        Assert.InRange(load.LoadTime!.Value, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(2));
    }

    /// <summary>Both are intervals over the time they took: the server's n − 1 tokens after its first, our N − k₁ after the first read.</summary>
    private static double Agreement(JournalEntry.Request request)
    {
        var timings = request.Timeline.Timings!;
        var theirs = (timings.GeneratedTokens!.Value - 1) / timings.GenerationTime!.Value.TotalSeconds;
        return RequestMeasurement.Of(request.Timeline).DecodeTokensPerSecond!.Value / theirs;
    }

    private async Task<string> FolderAsync()
    {
        var models = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        foreach (var quantization in LlamaModels.Quantizations)
        {
            var file = await llama.Models.FileAsync(quantization, TestContext.Current.CancellationToken);
            File.CreateSymbolicLink(Path.Combine(models, Path.GetFileName(file)), file);
        }
        return models;
    }

    private async Task<string> PlanAsync(IEnumerable<string> quantizations)
    {
        var variants = quantizations.Select(quantization => $$"""{ "id": "tiny-{{quantization}}", "model": "tiny", "quantization": "{{quantization}}", "format": "gguf", "match": { "names": ["random-llama*"] } }""");
        var plan = Path.Combine(_folder, "plan.json");
        await File.WriteAllTextAsync(plan, $$"""
            {
              "schemaVersion": 1, "name": "router", "models": [{ "id": "tiny", "name": "Tiny" }], "variants": [{{string.Join(',', variants)}}],
              "cases": [{ "id": "boxes", "category": "x", "prompt": "Say hello to the three boxes.", "maxTokens": 120 }],
              "settings": { "contextTokens": 2048, "blocks": 1, "warmups": 1, "seed": 1 }
            }
            """, TestContext.Current.CancellationToken);
        return plan;
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string plan, LlamaServerProcess router)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = Surroundings.OfThisProcess() with { Output = output, Error = error, IsOutputTerminal = false, IsErrorTerminal = false };
        var exitCode = await LlmObsCommand.InvokeAsync(
            ["run", plan, "--server", router.Address.ToString(), "--output", Path.Combine(_folder, "results")], surroundings, TestContext.Current.CancellationToken);
        return (exitCode, $"{output}\n{error}\n{router.Said}");
    }
}
