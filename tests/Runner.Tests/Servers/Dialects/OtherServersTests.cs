using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>Ollama, vLLM, mlx_lm and the nameless. Their JSON is written from their documentation and source, not recorded.</summary>
public sealed class OtherServersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ollama_counts_as_loaded_only_what_it_runs()
    {
        await using var fake = await OllamaAsync();
        await using var server = await ConnectAsync(fake);

        var models = await server.ListModelsAsync(Cancel);

        Assert.Equal(("ollama", "Ollama", "0.12.6"), (server.Identity.Kind, server.Identity.Name, server.Identity.Version));
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
        fake.Says("GET /version", """{"version":"0.11.0"}""");
        fake.Says("GET /v1/models", """
            {"object":"list","data":[
              {"id":"coder","object":"model","created":1,"owned_by":"vllm","root":"Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8","parent":null,"max_model_len":131072,"permission":[]},
              {"id":"my-lora","object":"model","created":1,"owned_by":"vllm","root":"/lora","parent":"coder","max_model_len":131072,"permission":[]}]}
            """);
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal(("vllm", "vLLM", "0.11.0"), (server.Identity.Kind, server.Identity.Name, server.Identity.Version));
        Assert.Equal(("coder", "FP8"), (model.Key, model.Quantization));
        Assert.Equal(new LoadedInstance { Id = "coder", ContextTokens = 131_072 }, Assert.Single(model.Instances));
    }

    [Fact]
    public async Task Vllm_tells_what_it_does_for_whomever()
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "uvicorn");
        fake.Says("GET /version", """{"version":"0.11.0"}""");
        fake.Says("GET /v1/models", """{"object":"list","data":[{"id":"coder","object":"model","owned_by":"vllm","root":"coder","max_model_len":4096}]}""");
        await using var server = await ConnectAsync(fake);
        Assert.Null(await server.ReadActivityAsync("coder", Cancel));
        fake.Says("GET /metrics", new FakeAnswer("""
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="a {coder}"} 2.0
            vllm:num_requests_waiting{engine="0",model_name="a {coder}"} 1.0
            vllm:request_success_total{engine="0",finished_reason="stop",model_name="a {coder}"} 40.0
            vllm:request_success_total{engine="0",finished_reason="length",model_name="a {coder}"} 2.0 1764300000
            vllm:request_success_created{engine="0",finished_reason="length",model_name="a {coder}"} 1.7643e+09
            """) { ContentType = "text/plain" });

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
        fake.Says("GET /api/version", """{"version":"0.12.6"}""");
        fake.Says("GET /v1/models", """{"object":"list","data":[{"id":"mistral:latest","object":"model","created":1,"owned_by":"library"}]}""");
        fake.Says("GET /api/tags", """
            {"models":[
              {"name":"codellama:13b","modified_at":"2023-11-04T14:56:49.277302595-07:00","size":7365960935,"digest":"9f43","details":{"format":"gguf","family":"llama","families":null,"parameter_size":"13B","quantization_level":"Q4_0"}},
              {"name":"mistral:latest","modified_at":"2023-12-07T09:32:18.757212583-08:00","size":4109865159,"digest":"2ae6","details":{"format":"gguf","family":"llama","families":["llama"],"parameter_size":"7.2B","quantization_level":"Q4_0"}},
              {"name":"nomic-embed-text:latest","modified_at":"2023-12-07T09:32:18Z","size":274302450,"digest":"0a10","details":{"format":"gguf","family":"nomic-bert","families":["nomic-bert"],"parameter_size":"137M","quantization_level":"F16"}}]}
            """);
        return fake.Says("GET /api/ps", """
            {"models":[{"name":"mistral:latest","model":"mistral:latest","size":5137025024,"digest":"2ae6","details":{"format":"gguf","family":"llama","quantization_level":"Q4_0"},
              "expires_at":"2024-06-04T14:38:31.83753-07:00","size_vram":5137025024,"context_length":4096}]}
            """);
    }

    internal static async Task<FakeServer> MlxAsync(params string[] repositories)
    {
        var fake = await FakeServer.StartAsync(Cancel, product: "BaseHTTP/0.6 Python/3.13.1");
        var listed = repositories.Select(repository => $$"""{"id":"{{repository}}","object":"model","created":1770000000}""");
        return fake.Says("GET /v1/models", $$"""{"object":"list","data":[{{string.Join(',', listed)}}]}""");
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake) => new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey: null, Cancel);
}
