using LlmObs.Plans;
using LlmObs.Runner.Servers;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>What the command line tells of a model beyond the API, without costing a token.</summary>
public sealed class LmStudioFactsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_runtime_and_the_file_are_told_without_a_request_to_the_model()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, path: "unsloth/MiniMax/m.gguf");
        var file = Path.Combine(lms.Home, "models", "unsloth", "MiniMax", "m.gguf");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "weights", Cancel);
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 2, 4, 10, 0, 0, DateTimeKind.Utc));
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var facts = await server.ReadFactsAsync(await FindAsync(server), Cancel);

        Assert.Equal(new LoadFacts { Runtime = "llama.cpp-mac 2.3.1", Path = file, ModifiedAt = new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero) }, facts);
        Assert.DoesNotContain(fake.Requests, request => request.Question.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_folder_of_files_the_latest_tells_when_it_was_changed()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, path: "mlx-community/m");
        var folder = Directory.CreateDirectory(Path.Combine(lms.Home, "models", "mlx-community", "m")).FullName;
        foreach (var (name, day) in new[] { ("config.json", 1), ("model.safetensors", 3), ("tokenizer.json", 2) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), name, Cancel);
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), new DateTime(2026, 2, day, 0, 0, 0, DateTimeKind.Utc));
        }
        await using var server = await lms.ConnectAsync(fake, Cancel);

        Assert.Equal(new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), (await server.ReadFactsAsync(await FindAsync(server), Cancel)).ModifiedAt);
    }

    [Fact]
    public async Task What_cannot_be_seen_is_not_guessed()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax);
        lms.Write("runtimes", "No runtimes found.");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        Assert.Equal(new LoadFacts(), await server.ReadFactsAsync(await FindAsync(server), Cancel));
    }

    [Fact]
    public async Task A_command_line_that_fails_costs_only_what_it_would_have_told()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax);
        lms.Write("status", "Error: no LM Studio");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        Assert.Equal(new LoadFacts(), await server.ReadFactsAsync(await FindAsync(server), Cancel));
        Assert.Null(await server.EstimateAsync(await FindAsync(server), new LoadOptions(), Cancel));
    }

    [Theory]
    [InlineData("This model may be loaded based on your resource guardrails settings.", false)]
    [InlineData("This model will fail to load based on your resource guardrails settings.", true)]
    public async Task Its_own_estimate_is_asked_for_without_loading(string verdict, bool isRefused)
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, $"printf 'Model: m\\nEstimated GPU Memory:   180.00 GiB\\nEstimated Total Memory: 190.50 GiB\\n\\nEstimate: {verdict}\\n' >&2");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var estimate = await server.EstimateAsync(await FindAsync(server), new LoadOptions { ContextTokens = 65_536 }, Cancel);

        Assert.Equal(new MemoryEstimate(new DataSize((long)(190.5 * (1L << 30))), isRefused), estimate);
        Assert.Equal([$"load {MiniMax} --estimate-only --gpu max --context-length 65536 -y"], lms.CallsOf("load"), StringComparer.Ordinal);
    }

    private static async Task<LocalModel> FindAsync(ILlmServer server) => (await server.ListModelsAsync(Cancel)).Single(one => one.Key == MiniMax);
}
