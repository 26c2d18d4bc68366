using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>The answers of <c>Recordings</c> that are written from the servers' documentation, read as each dialect reads them.</summary>
public sealed class DocumentedAnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ollama_tells_digest_context_and_that_a_fifth_of_the_model_lies_with_the_processor()
    {
        await using var fake = await OllamaAsync("ps-split");
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal(("ollama", "0.40.12", "Ollama 0.40.12"), (server.Identity.Kind, server.Identity.Version, await server.ReadRuntimeAsync(model.Key, Cancel)));
        Assert.Equal(("gemma3:latest", "Q4_K_M", ModelFormat.Gguf, 131_072), (model.Key, model.Quantization, model.Format, model.MaximumContextTokens));
        Assert.StartsWith("a2af6cc3eb7f", model.Digest, StringComparison.Ordinal);
        var instance = Assert.Single(model.Instances);
        Assert.Equal(4096, instance.ContextTokens);
        Assert.Equal(0.191, instance.ProcessorShare!.Value, 0.001);
    }

    [Fact]
    public async Task Ollama_is_refused_where_the_plan_wants_more_context_than_it_would_cut_to()
    {
        await using var fake = await OllamaAsync("ps-split");
        await using var server = await ConnectAsync(fake);
        var models = await server.ListModelsAsync(Cancel);

        var reason = LoadVerifier.VerifyHeld(models[0], new LoadOptions { ContextTokens = 32_768, FlashAttention = true }, models[0].Instances[0], models, server.Words);

        Assert.StartsWith("gemma3:latest was asked for with a context of 32,768 tokens, but is loaded with 4,096. Ollama would cut a longer prompt in silence. Start it with OLLAMA_CONTEXT_LENGTH=32768", reason, StringComparison.Ordinal);
        Assert.Null(LoadVerifier.VerifyHeld(models[0], new LoadOptions { ContextTokens = 4096 }, models[0].Instances[0], models, server.Words));
    }

    [Fact]
    public async Task The_folder_that_mlx_lm_lists_is_what_it_was_started_with()
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "BaseHTTP/0.6 Python/3.13.1");
        fake.Says("GET /v1/models", Recording.Documented("mlx_lm", "v1-models.json"));
        await using var server = await ConnectAsync(fake);

        var models = await server.ListModelsAsync(Cancel);

        Assert.Equal(["/Users/owner/models/MiniMax-M2.1-4bit"], models.Where(model => model.IsLoaded).Select(model => model.Key), StringComparer.Ordinal);
        Assert.All(models, model => Assert.Equal("4bit", model.Quantization));
    }

    [Fact]
    public async Task Vllm_is_read_as_documented()
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "uvicorn");
        fake.Says("GET /version", Recording.Documented("vllm", "version.json")).Says("GET /v1/models", Recording.Documented("vllm", "v1-models.json"));
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal(("vllm", "vLLM 0.27.1"), (server.Identity.Kind, await server.ReadRuntimeAsync("coder", Cancel)));
        Assert.Equal(("coder", "FP8", 131_072), (model.Key, model.Quantization, model.Instances[0].ContextTokens));
    }

    [Theory]
    [InlineData("ollama", "Easy.", "Hello!", "stop", 11, 6, null)]
    [InlineData("mlx_lm", "Easy.", "Hello!", "length", 4096, 3, 2048)]
    [InlineData("vllm", "Easy.", "Hello!", "stop", 42, 128, 16)]
    [InlineData("openai", "", "Hello", "stop", 9, 1, 0)]
    public async Task A_stream_is_read_whole(string server, string thinking, string answer, string finish, int prompt, int completion, int? cached)
    {
        var timeline = await StreamedAsync(new FakeAnswer(Recording.Documented(server, "stream.sse")) { ContentType = "text/event-stream" });

        Assert.IsType<RequestOutcome.Completed>(RequestOutcome.Of(timeline));
        Assert.Equal((thinking, answer, finish, 0), (timeline.Reasoning, timeline.Answer, timeline.FinishReason, timeline.MalformedEvents));
        Assert.Equal((prompt, completion, cached), (timeline.Usage!.PromptTokens, timeline.Usage.CompletionTokens, timeline.CachedTokens));
        Assert.Equal(server == "vllm", timeline.Timings is not null);
    }

    [Fact]
    public async Task The_figures_of_vllm_keep_its_own_definitions()
    {
        var timeline = await StreamedAsync(new FakeAnswer(Recording.Documented("vllm", "stream.sse")) { ContentType = "text/event-stream" });

        var timings = new ServerTimings
        {
            Source = "vLLM metrics",
            TimeToFirstToken = TimeSpan.FromMilliseconds(85.2),
            QueueTime = TimeSpan.FromMilliseconds(12.3),
            GenerationTime = TimeSpan.FromMilliseconds(1240.5),
            TokensPerSecond = 103.2,
        };
        Assert.Equal(timings, timeline.Timings);
    }

    [Theory]
    [InlineData("vllm", "EngineCore encountered an issue.")]
    [InlineData("llama_cpp", "Context size has been exceeded.")]
    public async Task An_error_after_a_200_is_told_in_the_servers_words(string server, string words)
    {
        var timeline = await StreamedAsync(new FakeAnswer(Recording.Documented(server, "stream-error.sse")) { ContentType = "text/event-stream" });

        var failed = Assert.IsType<RequestOutcome.Failed>(RequestOutcome.Of(timeline));
        Assert.Equal("error-event", failed.Code);
        Assert.Contains(words, failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama", 404, "http-404", "model \"gemma9\" not found, try pulling it first")]
    [InlineData("mlx_lm", 404, "http-404", "404 Client Error. Repository Not Found")]
    [InlineData("vllm", 404, "http-404", "The model `coder-2` does not exist.")]
    [InlineData("openai", 429, "http-429", "Rate limit reached")]
    public async Task A_refusal_is_told_in_the_servers_words(string server, int status, string code, string words)
    {
        var timeline = await StreamedAsync(new FakeAnswer(Recording.Documented(server, FormattableString.Invariant($"error-{status}.json"))) { Status = status });

        var outcome = RequestOutcome.Of(timeline);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
    }

    private static async Task<FakeServer> OllamaAsync(string running)
    {
        var fake = await FakeServer.StartAsync(Cancel);
        fake.Says("GET /", new FakeAnswer("Ollama is running") { ContentType = "text/plain" });
        fake.Says("GET /api/version", Recording.Documented("ollama", "version.json")).Says("GET /api/tags", Recording.Documented("ollama", "tags.json"));
        return fake.Says("GET /api/ps", Recording.Documented("ollama", $"{running}.json")).Says("POST /api/show", Recording.Documented("ollama", "show.json"));
    }

    private static async Task<RequestTimeline> StreamedAsync(FakeAnswer answer)
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        fake.Says("POST /v1/chat/completions", answer);
        await using var client = new OpenAiStreamClient(fake.Address, apiKey: null, TimeProvider.System);
        return await client.StreamAsync(Reading.Request, Cancel);
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake) => new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey: null, Cancel);
}
