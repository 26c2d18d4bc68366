using System.Text;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>The whole tool on a llama.cpp server that nobody here wrote: our figures against its own.</summary>
[Collection(nameof(Alone))]
public sealed class RealServerTests(LlamaFixture llama) : IClassFixture<LlamaFixture>, IDisposable
{
    private const string Prompt = "Say hello to the three boxes.";
    private const int TokensOfTheChatTemplate = 51;
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-llama-").FullName;

    public static TheoryData<string> Quantizations => [.. LlamaModels.Quantizations];

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Theory]
    [MemberData(nameof(Quantizations))]
    public async Task Our_decode_rate_agrees_with_the_servers_own_within_two_percent(string quantization)
    {
        llama.Demand();
        await using var server = await StartAsync(quantization);

        var (exitCode, lines) = await RunAsync("--server", server.Address.ToString(), "--prompt", Prompt, "--max-tokens", "200", "--requests", "2");

        Assert.Equal(0, exitCode);
        var measured = Requests(lines[^1].GetProperty("session").GetString()!).Where(entry => !entry.IsWarmup).ToList();
        Assert.Equal(2, measured.Count);
        Assert.All(measured, entry =>
        {
            var (ours, timings) = (RequestMeasurement.Of(entry.Timeline), entry.Timeline.Timings!);
            // Both are intervals over the time they took: the server's n − 1 tokens after its first, our N − k₁ after the first read.
            var theirs = (timings.GeneratedTokens!.Value - 1) / timings.GenerationTime!.Value.TotalSeconds;
            Assert.InRange(ours.DecodeTokensPerSecond!.Value / theirs, 0.98, 1.02);
            Assert.Equal(200, ours.OutputTokens);
        });
    }

    [Fact]
    public async Task Prompt_tokens_agree_exactly_and_the_quantization_and_file_are_recorded()
    {
        llama.Demand();
        await using var server = await StartAsync("Q4_K_M");

        var (exitCode, lines) = await RunAsync("--server", server.Address.ToString(), "--prompt", Prompt, "--max-tokens", "40", "--requests", "1");

        Assert.Equal(0, exitCode);
        Assert.Equal("Q4_K_M", lines[0].GetProperty("quantization").GetString());
        var content = SessionContent.Read(lines[^1].GetProperty("session").GetString()!);
        var request = content.Entries.OfType<JournalEntry.Request>().Last();
        Assert.Equal(TokensOfTheChatTemplate + Encoding.UTF8.GetByteCount(Prompt), request.Timeline.Usage!.PromptTokens);
        Assert.Equal(request.Timeline.Usage.PromptTokens, request.Timeline.Timings!.PromptTokens + request.Timeline.Timings.CachedTokens);
        var model = content.Entries.OfType<JournalEntry.Load>().Single().Model!;
        Assert.Equal(new FileInfo(model.Path!).Length, model.FileSize!.Value.Bytes);
        Assert.NotNull(model.ModifiedAt);
    }

    [Fact]
    public async Task A_second_block_on_a_model_that_stays_loaded_meets_no_cached_prompt()
    {
        llama.Demand();
        await using var server = await StartAsync("Q4_K_M");
        var plan = Path.Combine(_results, "twice.json");
        await File.WriteAllTextAsync(plan, $$"""
            {
              "schemaVersion": 1, "name": "twice", "discover": "available",
              "cases": [{ "id": "boxes", "category": "x", "prompt": "{{Prompt}}", "maxTokens": 8 }],
              "settings": { "blocks": 2, "warmups": 0, "seed": 1 }
            }
            """, TestContext.Current.CancellationToken);

        var (exitCode, lines) = await RunAsync(plan, "--server", server.Address.ToString());

        Assert.Equal(0, exitCode);
        var requests = Requests(lines[^1].GetProperty("session").GetString()!);
        Assert.Equal(2, requests.Select(entry => entry.Nonce).Distinct(StringComparer.Ordinal).Count());
        Assert.All(requests, entry => Assert.InRange(RequestMeasurement.Of(entry.Timeline).CachedPromptShare!.Value, 0, 0.5));
    }

    [Fact]
    public async Task A_prompt_that_is_repeated_without_a_nonce_is_told_as_cached()
    {
        llama.Demand();
        await using var server = await StartAsync("Q4_K_M");

        var (_, lines) = await RunAsync("--server", server.Address.ToString(), "--prompt", Prompt, "--max-tokens", "40", "--requests", "2");

        var summary = await File.ReadAllTextAsync(Path.Combine(lines[^1].GetProperty("session").GetString()!, "summary.md"), TestContext.Current.CancellationToken);
        Assert.Contains("of a prompt came from the server's cache", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_leaves_a_truncated_request_and_exit_code_1()
    {
        llama.Demand();
        var server = await StartAsync("Q8_0");
        await using var _ = server;
        var running = RunAsync("--server", server.Address.ToString(), "--prompt", Prompt, "--max-tokens", "2000", "--requests", "1", "--warmup", "0");
        await WhenStreamingAsync(server);

        await server.DisposeAsync();
        var (exitCode, lines) = await running;

        Assert.Equal(1, exitCode);
        Assert.Equal("truncated", lines[0].GetProperty("outcome").GetString());
        Assert.NotEmpty(Requests(lines[^1].GetProperty("session").GetString()!).Single().Timeline.Answer);
    }

    [Fact]
    public async Task A_plan_waits_until_somebody_elses_request_is_answered()
    {
        llama.Demand();
        await using var server = await StartAsync("Q4_K_M");
        using var http = new HttpClient { BaseAddress = server.Address };
        var theirs = http.PostAsync("/completion", new StringContent("""{"prompt":"Hello","n_predict":1500,"ignore_eos":true}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        await WhenStreamingAsync(server);

        var (exitCode, lines) = await RunAsync("--server", server.Address.ToString(), "--prompt", Prompt, "--max-tokens", "20", "--requests", "1", "--warmup", "0");

        Assert.Equal(0, exitCode);
        Assert.True(theirs.IsCompleted);
        var entries = SessionContent.Read(lines[^1].GetProperty("session").GetString()!).Entries;
        var shared = entries.OfType<JournalEntry.RunEnd>().Single().Shared!;
        Assert.InRange(shared.WaitedSeconds, 0.5, 120);
        Assert.Empty(shared.During);
        (await theirs).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_metrics_it_tells_whether_it_answered_somebody_else_between_two_looks(bool isShared)
    {
        llama.Demand();
        await using var server = await StartAsync("Q4_K_M", "--metrics", "--parallel", "2");
        var running = RunAsync("--server", server.Address.ToString(), "--prompt", Prompt, "--max-tokens", "400", "--requests", "1", "--warmup", "0");
        if (isShared)
            await AskBesideAsync(server);

        var (exitCode, lines) = await running;

        Assert.Equal(0, exitCode);
        var entries = SessionContent.Read(lines[^1].GetProperty("session").GetString()!).Entries;
        Assert.Equal(isShared ? 1 : 0, entries.OfType<JournalEntry.RunEnd>().Single().Shared!.During.Count);
    }

    private Task<LlamaServerProcess> StartAsync(string quantization) => StartAsync(quantization, []);

    private async Task<LlamaServerProcess> StartAsync(string quantization, params string[] more)
    {
        var file = await llama.Models.FileAsync(quantization, TestContext.Current.CancellationToken);
        return await LlamaServerProcess.StartAsync(llama.Tools, file, more, TestContext.Current.CancellationToken);
    }

    /// <summary>A short request while ours is answered, over before ours is.</summary>
    private static async Task AskBesideAsync(LlamaServerProcess server)
    {
        await WhenStreamingAsync(server);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var theirs = await http.PostAsync("/completion", new StringContent("""{"prompt":"Hi","n_predict":2}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(theirs.IsSuccessStatusCode);
    }

    private async Task<(int ExitCode, List<JsonElement> Lines)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = Surroundings.OfThisProcess() with { Output = output, Error = error, IsOutputTerminal = false, IsErrorTerminal = false };
        var exitCode = await LlmObsCommand.InvokeAsync(["run", .. arguments, "--json", "--output", _results], surroundings, TestContext.Current.CancellationToken);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone()).ToList();
        Assert.True(lines.Count > 0, error.ToString());
        return (exitCode, lines);
    }

    private static List<JournalEntry.Request> Requests(string session) => [.. SessionContent.Read(session).Entries.OfType<JournalEntry.Request>()];

    /// <summary>The slot is busy for a while: text has begun to flow.</summary>
    private static async Task WhenStreamingAsync(LlamaServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var decoded = 0;
        while (decoded < 20)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            using var slots = JsonDocument.Parse(await http.GetStringAsync("/slots", TestContext.Current.CancellationToken));
            decoded = slots.RootElement.EnumerateArray().Max(Decoded);
        }
    }

    private static int Decoded(JsonElement slot) =>
        slot.TryGetProperty("next_token", out var token) && token is { ValueKind: JsonValueKind.Array } && token.GetArrayLength() > 0 && token[0].TryGetProperty("n_decoded", out var count) ? count.GetInt32() : 0;
}
