using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class LmStudioListTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_with_several_quantizations_is_listed_once_for_each()
    {
        var models = await ListAsync(FakeLmStudio.Idle);

        Assert.Equal(["google/gemma-4-26b-a4b@q4_k_m", "google/gemma-4-26b-a4b@4bit", "minimax-m2.1@q6_k"], models.Select(model => model.Key), StringComparer.Ordinal);
        Assert.Equal(["Q4_K_M", "4bit", "Q6_K"], models.Select(model => model.Quantization), StringComparer.Ordinal);
        Assert.Equal([ModelFormat.Gguf, ModelFormat.Mlx, ModelFormat.Gguf], models.Select(model => model.Format));
    }

    [Fact]
    public async Task The_size_belongs_to_the_selected_quantization_only()
    {
        var models = await ListAsync(FakeLmStudio.Idle);

        Assert.Equal([new DataSize(17_990_911_801), null, new DataSize(188_000_000_000)], models.Select(model => model.FileSize));
    }

    [Fact]
    public async Task An_embedding_model_is_no_language_model()
    {
        var models = await ListAsync(FakeLmStudio.Idle);

        Assert.DoesNotContain(models, model => model.Key.Contains("embed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_is_listed_with_its_settings()
    {
        var models = await ListAsync(WithInstance("minimax-m2.1@q6_k", "minimax-m2.1@q6_k"));

        var instance = Assert.Single(models.Single(model => model.Key == "minimax-m2.1@q6_k").Instances);
        Assert.Equal(new LoadedInstance { Id = "minimax-m2.1@q6_k", ContextTokens = 8192, FlashAttention = true, ParallelSlots = 4 }, instance);
    }

    [Fact]
    public async Task An_instance_named_after_a_variant_belongs_to_it()
    {
        var models = await ListAsync(WithInstance("google/gemma-4-26b-a4b", "google/gemma-4-26b-a4b@4bit:2"));

        Assert.Equal(["google/gemma-4-26b-a4b@4bit"], models.Where(model => model.IsLoaded).Select(model => model.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_instance_belongs_to_the_quantization_it_holds_even_when_another_was_selected_since()
    {
        const string OldList = """{"object":"list","data":[{"id":"google/gemma-4-26b-a4b","type":"vlm","compatibility_type":"mlx","quantization":"4bit","state":"loaded"}]}""";

        var models = await ListAsync(WithInstance("google/gemma-4-26b-a4b", "google/gemma-4-26b-a4b"), OldList);

        Assert.Equal(["google/gemma-4-26b-a4b@4bit"], models.Where(model => model.IsLoaded).Select(model => model.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_instance_of_unknown_quantization_belongs_to_the_selected_one()
    {
        var models = await ListAsync(WithInstance("google/gemma-4-26b-a4b", "google/gemma-4-26b-a4b"), """{"object":"list","data":[]}""");

        Assert.Equal(["google/gemma-4-26b-a4b@q4_k_m"], models.Where(model => model.IsLoaded).Select(model => model.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_key_is_sent_as_bearer_token()
    {
        await using var fake = await FakeLmStudio.StartAsync(Cancel);

        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel, apiKey: "sk-lm-1");

        Assert.All(fake.Requests, request => Assert.Equal("Bearer sk-lm-1", request.Authorization));
    }

    [Fact]
    public async Task A_version_with_neither_native_api_is_told_from_one_that_fails()
    {
        await using var fake = await FakeLmStudio.StartAsync(Cancel);
        fake.Says("GET /api/v1/models", """{"error":"Unexpected endpoint or method. (GET /api/v1/models)"}""");

        var problem = await Assert.ThrowsAsync<ServerException>(() => FakeLmStudio.ConnectAsync(fake, Cancel));

        Assert.Equal(
            $"LM Studio at {ServerAddress.Display(fake.Address)} has no native API known here, neither v1 nor v0: it is older than 0.3.6. Update it. It said: Unexpected endpoint or method. (GET /somewhere). Returning 200 anyway",
            problem.Message);
    }

    private static async Task<IReadOnlyList<LocalModel>> ListAsync(string models, string? oldModels = null)
    {
        await using var fake = await FakeLmStudio.StartAsync(Cancel, models);
        if (oldModels is not null)
            fake.Says("GET /api/v0/models", oldModels);
        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel);
        return await server.ListModelsAsync(Cancel);
    }

    private static string WithInstance(string key, string id)
    {
        var list = JsonNode.Parse(FakeLmStudio.Idle)!;
        var instance = JsonNode.Parse($$$"""{"id":"{{{id}}}","config":{"context_length":8192,"parallel":4,"flash_attention":true}}""");
        list["models"]!.AsArray().First(one => (string?)one!["key"] == key)!["loaded_instances"] = new JsonArray(instance);
        return list.ToJsonString();
    }
}
