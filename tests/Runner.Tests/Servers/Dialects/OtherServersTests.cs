using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>Ollama, vLLM, mlx_lm and the nameless. Their answers in <c>Recordings</c> are written from their documentation and source, not recorded.</summary>
public sealed class OtherServersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ollama_counts_as_loaded_only_what_it_runs()
    {
        await using var fake = await OllamaAsync();
        await using var server = await ConnectAsync(fake);

        var models = await server.ListModelsAsync(Cancel);

        Assert.Equal(("ollama", "Ollama", "0.40.12"), (server.Identity.Kind, server.Identity.Name, server.Identity.Version));
        Assert.Equal(["codellama:13b", "mistral:latest"], models.Select(model => model.Key), StringComparer.Ordinal);
        Assert.Equal([false, true], models.Select(model => model.IsLoaded));
        var mistral = models[1];
        Assert.Equal(("Q4_0", ModelFormat.Gguf, new DataSize(4_109_865_159)), (mistral.Quantization, mistral.Format, mistral.FileSize));
        Assert.Equal(new LoadedInstance { Id = "mistral:latest", ContextTokens = 4096, ProcessorShare = 0 }, Assert.Single(mistral.Instances));
    }

    [Fact]
    public async Task Vllm_has_all_its_models_in_memory_and_its_adapters_are_none()
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "uvicorn");
        fake.Says("GET /version", Recording.Documented("vllm", "version.json"));
        fake.Says("GET /v1/models", Recording.Documented("vllm", "v1-models-with-adapter.json"));
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal(("vllm", "vLLM", "0.27.1"), (server.Identity.Kind, server.Identity.Name, server.Identity.Version));
        Assert.Equal(("coder", "FP8"), (model.Key, model.Quantization));
        Assert.Equal(new LoadedInstance { Id = "coder", ContextTokens = 131_072 }, Assert.Single(model.Instances));
    }

    [Fact]
    public async Task Vllm_tells_what_it_does_for_whomever()
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "uvicorn");
        fake.Says("GET /version", Recording.Documented("vllm", "version.json"));
        fake.Says("GET /v1/models", Recording.Documented("vllm", "v1-models.json"));
        await using var server = await ConnectAsync(fake);
        Assert.Null(await server.ReadActivityAsync("coder", Cancel));
        fake.Says("GET /metrics", new FakeAnswer(Recording.Documented("vllm", "metrics.txt")) { ContentType = "text/plain" });

        Assert.Equal(new ServerActivity { UnderWay = 3, Finished = 42 }, await server.ReadActivityAsync("coder", Cancel));
    }

    [Fact]
    public async Task The_one_model_of_mlx_lm_is_the_one_in_memory()
    {
        await using var fake = await MlxAsync("mlx-community/MiniMax-M2.1-4bit");
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal(("mlx_lm", "mlx_lm.server", null), (server.Identity.Kind, server.Identity.Name, server.Identity.Version));
        Assert.Equal(("mlx-community", "4bit", ModelFormat.Mlx, true), (model.Publisher, model.Quantization, model.Format, model.IsLoaded));
    }

    [Fact]
    public async Task Of_several_that_mlx_lm_lists_only_what_it_was_started_with_can_be_asked_without_loading()
    {
        await using var fake = await MlxAsync("mlx-community/MiniMax-M2.1-4bit", "mlx-community/Qwen3-4B-bf16");
        await using var server = await ConnectAsync(fake);

        var models = await server.ListModelsAsync(Cancel);

        Assert.Equal(["default_model"], models.Where(model => model.IsLoaded).Select(model => model.Key), StringComparer.Ordinal);
        Assert.Equal([null, "4bit", "BF16"], models.Select(model => model.Quantization), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_nameless_server_is_measured_where_it_is_clear_what_is_loaded(int models, bool isLoaded)
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        var listed = Enumerable.Range(1, models).Select(number => FormattableString.Invariant($$"""{"id":"model-{{number}}","object":"model","owned_by":"me"}"""));
        fake.Says("GET /v1/models", $$"""{"object":"list","data":[{{string.Join(',', listed)}}]}""");
        await using var server = await ConnectAsync(fake);

        Assert.Equal("openai_compatible", server.Identity.Kind);
        Assert.All(await server.ListModelsAsync(Cancel), model => Assert.Equal(isLoaded, model.IsLoaded));
    }

    internal static async Task<FakeServer> OllamaAsync()
    {
        var fake = await FakeServer.StartAsync(Cancel);
        fake.Says("GET /", new FakeAnswer("Ollama is running") { ContentType = "text/plain" });
        fake.Says("GET /api/version", Recording.Documented("ollama", "version.json"));
        fake.Says("GET /v1/models", Recording.Documented("ollama", "v1-models.json"));
        fake.Says("GET /api/tags", Recording.Documented("ollama", "tags-three.json"));
        return fake.Says("GET /api/ps", Recording.Documented("ollama", "ps-whole.json"));
    }

    internal static async Task<FakeServer> MlxAsync(params string[] repositories)
    {
        var fake = await FakeServer.StartAsync(Cancel, product: "BaseHTTP/0.6 Python/3.13.1");
        var list = JsonNode.Parse(Recording.Documented("mlx_lm", "v1-models.json"))!;
        var documented = list["data"]![0]!;
        list["data"] = new JsonArray([.. repositories.Select(repository => Named(documented, repository))]);
        return fake.Says("GET /v1/models", list.ToJsonString());
    }

    private static JsonNode Named(JsonNode documented, string id)
    {
        var model = documented.DeepClone();
        model["id"] = id;
        return model;
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake) => new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey: null, Cancel);
}
