using LlmObs.Runner.Servers;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>A key that is refused only later, on any path: LM Studio's tokens have permissions of their own each.</summary>
public sealed class LmStudioKeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, null, "wants an API key. Put it into an environment variable and name that with --api-key-env, such as --api-key-env LM_API_TOKEN.")]
    [InlineData(401, "sk-lm-1", "refused the API key (401). Check the environment variable that --api-key-env names.")]
    [InlineData(403, "sk-lm-1", "refused the API key (403). Check the environment variable that --api-key-env names.")]
    public async Task Wherever_it_is_refused_one_is_told_where_the_key_comes_from(int status, string? key, string expected)
    {
        await using var fake = (await StartAsync(Cancel)).LoadsAs(MiniMax, 4096, MiniMax);
        await using var server = await ConnectAsync(fake, Cancel, key);
        var model = (await server.ListModelsAsync(Cancel)).Single(one => one.Key == MiniMax);
        await server.LoadAsync(model, new LoadOptions(), Cancel);
        var refusal = new FakeAnswer("""{"error":{"type":"invalid_api_token","message":"No."}}""") { Status = status };
        foreach (var question in new[] { "POST /api/v1/models/load", "POST /api/v1/models/unload", "POST /api/v0/chat/completions", "POST /api/v1/chat" })
            fake.Says(question, refusal);

        var load = await Assert.ThrowsAsync<ServerException>(() => server.LoadAsync(model, new LoadOptions(), Cancel));
        var unload = await Assert.ThrowsAsync<ServerException>(() => server.UnloadAsync(MiniMax, Cancel));
        var runtime = await Assert.ThrowsAsync<ServerException>(() => server.ReadRuntimeAsync(MiniMax, Cancel));
        var chat = await server.CrossCheckAsync(MiniMax, Cancel);
        fake.Says("GET /api/v1/models", refusal);
        var list = await Assert.ThrowsAsync<ServerException>(() => server.ListModelsAsync(Cancel));

        Assert.All([load.Message, unload.Message, runtime.Message, chat!.Failure, list.Message], words => Assert.Contains(expected, words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_version_behind_a_guard_says_it_too()
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        fake.Otherwise = """{"error":"Unexpected endpoint or method."}""";
        fake.Says("GET /lmstudio-greeting", """{"lmstudio":true}""").Says("GET /api/v0/models", new FakeAnswer("{}") { Status = 401 });

        var refused = await Assert.ThrowsAsync<ServerException>(() => ConnectAsync(fake, Cancel));

        Assert.Contains("--api-key-env", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_goes_with_the_native_chat()
    {
        await using var fake = await StartAsync(Cancel);
        await using var server = await ConnectAsync(fake, Cancel, "sk-lm-1");

        await server.CrossCheckAsync(MiniMax, Cancel);

        Assert.Equal("Bearer sk-lm-1", Assert.Single(fake.Requests, request => request.Question == "POST /api/v1/chat").Authorization);
    }
}
