using LlmObs.Plans;
using LlmObs.Runner.Servers;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class LmStudioLoadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loading_sends_what_was_asked_for_and_nothing_else()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs(MiniMax, 131_072, MiniMax);
        await using var server = await ConnectAsync(fake, Cancel);

        var loaded = await LoadAsync(server, MiniMax, new LoadOptions { ContextTokens = 131_072, FlashAttention = true });

        Assert.Equal("""{"model":"minimax-m2.1@q6_k","echo_load_config":true,"context_length":131072,"flash_attention":true}""", Body(fake, "load"));
        Assert.Equal(new LoadedInstance { Id = MiniMax, ContextTokens = 131_072, FlashAttention = true, ParallelSlots = 4 }, loaded.Instance);
        Assert.Equal(TimeSpan.FromSeconds(9.099), loaded.ReportedLoadTime);
    }

    [Fact]
    public async Task What_is_left_to_the_server_is_not_sent_nor_flash_attention_to_mlx()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs("google/gemma-4-26b-a4b", 4096, "google/gemma-4-26b-a4b@4bit");
        await using var server = await ConnectAsync(fake, Cancel);

        await LoadAsync(server, "google/gemma-4-26b-a4b@4bit", new LoadOptions { FlashAttention = true });

        Assert.Equal("""{"model":"google/gemma-4-26b-a4b@4bit","echo_load_config":true}""", Body(fake, "load"));
    }

    [Fact]
    public async Task A_silently_clamped_context_is_refused_and_the_instance_unloaded_again()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs(MiniMax, 6553, MiniMax);
        await using var server = await ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, MiniMax, new LoadOptions { ContextTokens = 65_536 }));

        Assert.Equal(
            "minimax-m2.1@q6_k was asked for with a context of 65,536 tokens, but is loaded with 6,553. Free memory or ask for less. It was unloaded again.",
            refused.Message);
        Assert.Equal("""{"instance_id":"minimax-m2.1@q6_k"}""", Body(fake, "unload"));
    }

    [Fact]
    public async Task Of_two_instances_only_our_own_is_unloaded_again()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs(MiniMax, 4096, MiniMax, $"{MiniMax}:2");
        await using var server = await ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, MiniMax, new LoadOptions()));

        Assert.StartsWith("minimax-m2.1@q6_k is loaded 2 times (minimax-m2.1@q6_k, minimax-m2.1@q6_k:2)", refused.Message, StringComparison.Ordinal);
        Assert.Equal("""{"instance_id":"minimax-m2.1@q6_k:2"}""", Body(fake, "unload"));
    }

    [Fact]
    public async Task Another_model_that_was_loaded_instead_is_refused()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs("google/gemma-4-26b-a4b", 4096, "google/gemma-4-26b-a4b@q4_k_m");
        await using var server = await ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, MiniMax, new LoadOptions()));

        Assert.Equal("minimax-m2.1@q6_k was asked for as Q6_K, but the loaded instance \"google/gemma-4-26b-a4b@q4_k_m\" is Q4_K_M. It was unloaded again.", refused.Message);
    }

    [Fact]
    public async Task The_selected_variant_is_loaded_by_its_bare_key_where_the_full_one_is_unknown()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs("google/gemma-4-26b-a4b", 4096, "google/gemma-4-26b-a4b");
        KnowsOnlyBareKeys(fake);
        await using var server = await ConnectAsync(fake, Cancel);

        var loaded = await LoadAsync(server, "google/gemma-4-26b-a4b@q4_k_m", new LoadOptions());

        Assert.Equal("google/gemma-4-26b-a4b", loaded.Instance.Id);
    }

    [Fact]
    public async Task A_variant_that_is_not_selected_is_never_replaced_by_the_selected_one()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs("google/gemma-4-26b-a4b", 4096, "google/gemma-4-26b-a4b");
        KnowsOnlyBareKeys(fake);
        await using var server = await ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, "google/gemma-4-26b-a4b@4bit", new LoadOptions()));

        Assert.Equal(
            "LM Studio does not load google/gemma-4-26b-a4b@4bit by that name. Choose 4bit for this model under My Models, then run again. It said: Model not found in downloaded models",
            refused.Message);
        Assert.Single(fake.Requests, request => request.Question.EndsWith("/load", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_load_is_told_in_the_servers_words_and_not_tried_again()
    {
        await using var fake = await StartAsync(Cancel);
        fake.Says("POST /api/v1/models/load", new FakeAnswer("""{"error":{"type":"model_load_failed","message":"insufficient memory"}}""") { Status = 500 });
        await using var server = await ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, MiniMax, new LoadOptions()));

        Assert.Equal($"LM Studio at {ServerAddress.Display(fake.Address)} answered the loading of {MiniMax} with 500. It said: insufficient memory", refused.Message);
        Assert.Equal(500, refused.StatusCode);
        Assert.Single(fake.Requests, request => request.Question.EndsWith("/load", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_runtime_is_read_from_one_token_of_a_loaded_instance()
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs(MiniMax, 4096, MiniMax);
        fake.Says("POST /api/v0/chat/completions", """{"id":"x","choices":[],"runtime":{"name":"llama.cpp-mac-arm64-apple-metal-advsimd","version":"2.3.1","supported_formats":["gguf"]}}""");
        await using var server = await ConnectAsync(fake, Cancel);

        var before = await server.ReadRuntimeAsync(MiniMax, Cancel);
        await LoadAsync(server, MiniMax, new LoadOptions());
        var after = await server.ReadRuntimeAsync(MiniMax, Cancel);

        Assert.Null(before);
        Assert.Equal("llama.cpp-mac-arm64-apple-metal-advsimd 2.3.1", after);
        Assert.Single(fake.Requests, request => request.Question == "POST /api/v0/chat/completions");
    }

    private static async Task<LoadedModel> LoadAsync(ILlmServer server, string key, LoadOptions options)
    {
        var model = (await server.ListModelsAsync(Cancel)).Single(one => one.Key == key);
        return await server.LoadAsync(model, options, Cancel);
    }

    private static string Body(FakeServer fake, string call) => Assert.Single(fake.Requests, request => request.Question == $"POST /api/v1/models/{call}").Body;

    /// <summary>As users report of versions up to 0.4.18: variants are listed, but model_not_found when loaded.</summary>
    private static void KnowsOnlyBareKeys(FakeServer fake)
    {
        var notFound = new FakeAnswer("""{"error":{"type":"model_not_found","message":"Model not found in downloaded models"}}""") { Status = 404 };
        var load = fake.AnswerOf("POST /api/v1/models/load");
        fake.Says("POST /api/v1/models/load", body => body.Contains('@', StringComparison.Ordinal) ? notFound : load(body));
    }
}
