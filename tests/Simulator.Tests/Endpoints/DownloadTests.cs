using System.Net;
using System.Text.Json;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class DownloadTests
{
    private const string Repository = "https://huggingface.co/unsloth/MiniMax-M2.1-GGUF";
    private const string Path = "/api/v1/models/download";

    private static readonly SimulatorOptions Options = new() { NotOnDisk = ["unsloth/minimax-m2.1@*", "mlx-community/*"], DownloadBytesPerSecond = 1e13 };

    [Fact]
    public async Task What_is_not_on_the_disk_is_neither_listed_nor_loaded_until_it_is_downloaded()
    {
        await using var simulator = await RunningSimulator.StartAsync(Options);
        Assert.DoesNotContain("unsloth/minimax-m2.1@q6_k", await KeysAsync(simulator), StringComparer.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await simulator.PostAsync("/api/v1/models/load", new { model = "unsloth/minimax-m2.1@q6_k" })).Status);

        var (status, begun) = await simulator.PostAsync(Path, new { model = Repository, quantization = "Q6_K" });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["job_id", "status", "total_size_bytes", "started_at"], begun.EnumerateObject().Select(member => member.Name));
        var ended = await EndAsync(simulator, begun.GetProperty("job_id").GetString()!);
        Assert.Equal(("completed", 188_000_000_000, 188_000_000_000), (Text(ended, "status"), ended.GetProperty("total_size_bytes").GetInt64(), ended.GetProperty("downloaded_bytes").GetInt64()));
        Assert.Contains("unsloth/minimax-m2.1@q6_k", await KeysAsync(simulator), StringComparer.Ordinal);
        Assert.Equal("already_downloaded", Text((await simulator.PostAsync(Path, new { model = Repository, quantization = "Q6_K" })).Body, "status"));
    }

    [Fact]
    public async Task The_same_question_again_finds_the_same_job()
    {
        await using var simulator = await RunningSimulator.StartAsync(Options with { DownloadBytesPerSecond = 1 });

        var first = (await simulator.PostAsync(Path, new { model = "https://huggingface.co/mlx-community/MiniMax-M2.1-4bit" })).Body;
        var second = (await simulator.PostAsync(Path, new { model = "https://huggingface.co/mlx-community/MiniMax-M2.1-4bit" })).Body;

        Assert.Equal(Text(first, "job_id"), Text(second, "job_id"));
    }

    [Fact]
    public async Task Without_a_quantization_the_usual_one_is_taken()
    {
        await using var simulator = await RunningSimulator.StartAsync(Options);

        var begun = (await simulator.PostAsync(Path, new { model = Repository })).Body;

        Assert.Equal(138_000_000_000, begun.GetProperty("total_size_bytes").GetInt64());
    }

    [Theory]
    [InlineData("unsloth/MiniMax-M2.1-GGUF", null, "Please use the HuggingFace model URL")]
    [InlineData("demo-coder@q8_0", "Q8_0", "coming soon")]
    [InlineData(Repository, "Q3_K", "not found")]
    [InlineData("https://huggingface.co/nobody/nothing", null, "not found")]
    public async Task What_it_cannot_fetch_it_refuses_in_LM_Studios_words(string model, string? quantization, string words)
    {
        await using var simulator = await RunningSimulator.StartAsync(Options);

        var (status, body) = await simulator.PostAsync(Path, quantization is null ? new { model } : new { model, quantization });

        Assert.NotEqual(HttpStatusCode.OK, status);
        Assert.Contains(words, Text(body.GetProperty("error"), "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_never_was_is_not_found()
    {
        await using var simulator = await RunningSimulator.StartAsync(Options);

        using var response = await simulator.Client.GetAsync($"{Path}/status/job_x", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<JsonElement> EndAsync(RunningSimulator simulator, string job)
    {
        for (var asked = 0; asked < 1000; asked++)
        {
            var state = await simulator.GetAsync($"{Path}/status/{job}");
            if (Text(state, "status") != "downloading")
                return state;
        }
        throw new TimeoutException();
    }

    private static async Task<IEnumerable<string>> KeysAsync(RunningSimulator simulator) =>
        (await simulator.GetAsync("/api/v1/models")).GetProperty("models").EnumerateArray().Select(model => Text(model, "key")!);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
