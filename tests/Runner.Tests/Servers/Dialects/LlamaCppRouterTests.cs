using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>A router as build b11669 answers; the older list is written from its README.</summary>
public sealed class LlamaCppRouterTests
{
    private const string Q4 = "tiny-Q4_K_M";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_told_from_a_server_of_one_model_and_nothing_is_asked_by_name()
    {
        await using var fake = await StartAsync(List("unloaded"));
        await using var server = await ConnectAsync(fake);

        var models = await server.ListModelsAsync(Cancel);

        Assert.True(server.CanLoad);
        Assert.Equal(("llama_cpp", "b11669-Debian"), (server.Identity.Kind, server.Identity.Version));
        Assert.Equal([("tiny-Q4_K_M", "Q4_K_M", 4096), ("tiny-Q8_0", "Q8_0", 4096)], models.Select(model => (model.Key, model.Quantization, model.MaximumContextTokens)));
        Assert.All(models, model => Assert.False(model.IsLoaded));
        Assert.All(fake.Requests, request => Assert.DoesNotContain("model=", request.Question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_list_with_a_path_is_read_and_a_sleeping_model_is_not_loaded()
    {
        await using var fake = await StartAsync("""
            {"object":"list","data":[
              {"id":"ggml-org/gemma-3-4b-it-GGUF:Q4_K_M","path":"/cache/gemma-3-4b-it-Q4_K_M.gguf","status":{"value":"loaded","args":["llama-server","-ctx","4096"]},"meta":{"n_ctx":4096,"n_ctx_train":131072,"size":2489757856}},
              {"id":"ggml-org/Qwen3-8B-GGUF:Q8_0","path":"/cache/Qwen3-8B-Q8_0.gguf","status":{"value":"unloaded"}},
              {"id":"sleepy","path":"/cache/sleepy-Q6_K.gguf","status":{"value":"sleeping"}}]}
            """);
        await using var server = await ConnectAsync(fake);

        var models = await server.ListModelsAsync(Cancel);

        Assert.Equal(["Q4_K_M", "Q8_0", "Q6_K"], models.Select(model => model.Quantization), StringComparer.Ordinal);
        Assert.Equal([true, false, false], models.Select(model => model.IsLoaded));
    }

    [Fact]
    public async Task A_load_is_over_when_the_router_says_that_it_is_loaded()
    {
        await using var fake = await StartAsync(List("unloaded"));
        await using var server = await ConnectAsync(fake);
        Then(fake, "POST /models/load", """{"success":true}""", List("loading"), List("loading"), List("loaded"));

        var loaded = await server.LoadAsync(await WantedAsync(server), new LoadOptions { ContextTokens = 2048 }, Cancel);

        Assert.Equal(new LoadedInstance { Id = Q4, ContextTokens = 2048 }, loaded.Instance);
        Assert.Equal("llama.cpp b11669-Debian", loaded.Runtime);
        Assert.Contains(fake.Requests, request => request is { Question: "POST /models/load", Body: """{"model":"tiny-Q4_K_M"}""" });
    }

    [Fact]
    public async Task A_process_that_ends_while_loading_is_a_failure_with_its_exit_code()
    {
        await using var fake = await StartAsync(List("unloaded"));
        await using var server = await ConnectAsync(fake);
        Then(fake, "POST /models/load", """{"success":true}""", List("loading"), List("unloaded", ""","failed":true,"exit_code":1"""));

        var refused = await Assert.ThrowsAsync<ServerException>(async () => await server.LoadAsync(await WantedAsync(server), new LoadOptions(), Cancel));

        Assert.Equal("llama.cpp could not load tiny-Q4_K_M: its process ended with 1. The router's own log says why.", refused.Message);
    }

    [Fact]
    public async Task A_smaller_context_than_asked_for_is_refused_before_anything_is_loaded()
    {
        await using var fake = await StartAsync(List("unloaded"));
        await using var server = await ConnectAsync(fake);

        var refused = await Assert.ThrowsAsync<ServerException>(async () => await server.LoadAsync(await WantedAsync(server), new LoadOptions { ContextTokens = 131_072 }, Cancel));

        Assert.Equal("llama.cpp's router starts tiny-Q4_K_M with a context of 2,048 tokens, and the plan asks for 131,072. Start the router with --ctx-size 131072 or more.", refused.Message);
        Assert.DoesNotContain(fake.Requests, request => request.Question == "POST /models/load");
    }

    [Fact]
    public async Task Unloading_is_over_when_the_router_says_so()
    {
        await using var fake = await StartAsync(List("loaded"));
        await using var server = await ConnectAsync(fake);
        Then(fake, "POST /models/unload", """{"success":true}""", List("unloading"), List("unloaded"));

        await server.UnloadAsync(Q4, Cancel);

        Assert.False((await server.ListModelsAsync(Cancel))[0].IsLoaded);
    }

    [Fact]
    public async Task What_it_refuses_is_told_in_its_own_words()
    {
        await using var fake = await StartAsync(List("unloaded"));
        await using var server = await ConnectAsync(fake);
        fake.Says("POST /models/load", new FakeAnswer("""{"error":{"code":400,"message":"model is already running","type":"invalid_request_error"}}""") { Status = 400 });

        var refused = await Assert.ThrowsAsync<ServerException>(async () => await server.LoadAsync(await WantedAsync(server), new LoadOptions(), Cancel));

        Assert.EndsWith("It said: model is already running", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>After the call the list goes through these states, one each time it is asked for; the last one stays.</summary>
    private static void Then(FakeServer fake, string call, string answer, params string[] lists) => fake.Says(call, _ =>
    {
        var left = new Queue<string>(lists);
        fake.Says("GET /v1/models", _ => left.Count > 1 ? left.Dequeue() : left.Peek());
        return answer;
    });

    private static string List(string state, string more = "") => $$"""
        {"object":"list","data":[
          {"id":"tiny-Q4_K_M","status":{"value":"{{state}}"{{more}},"args":["llama-server.bin","--ctx-size","2048","--model","/models/tiny-Q4_K_M.gguf"]},"context_length":4096{{(state == "loaded" ? ",\"meta\":{\"n_ctx\":2048,\"n_ctx_train\":4096,\"size\":146533920,\"ftype\":\"Q4_K - Medium\"}" : "")}}},
          {"id":"tiny-Q8_0","status":{"value":"unloaded","args":["llama-server.bin","--ctx-size","2048","--model","/models/tiny-Q8_0.gguf"]},"context_length":4096}]}
        """;

    private static async Task<LocalModel> WantedAsync(ILlmServer server) => (await server.ListModelsAsync(Cancel)).First(model => model.Key == Q4);

    private static async Task<FakeServer> StartAsync(string list)
    {
        var fake = await FakeServer.StartAsync(Cancel, product: "llama.cpp");
        fake.Says("GET /props", """{"role":"router","max_instances":4,"models_autoload":false,"model_alias":"llama-server","model_path":"none","default_generation_settings":{"params":null,"n_ctx":0},"build_info":"b11669-Debian"}""");
        fake.Says("GET /v1/models", list);
        return fake;
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake) => new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey: null, Cancel);
}
