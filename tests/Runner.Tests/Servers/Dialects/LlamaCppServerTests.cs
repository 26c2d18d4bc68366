using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>From recordings of a real llama-server.</summary>
public sealed class LlamaCppServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_one_model_is_listed_as_loaded_with_the_context_of_a_slot()
    {
        await using var fake = await StartAsync("/models/tiny-Q4_K_M.gguf");
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal("/models/tiny-Q4_K_M.gguf", model.Key);
        Assert.Equal("tiny-Q4_K_M", model.DisplayName);
        Assert.Equal("Q4_K_M", model.Quantization);
        Assert.Equal(ModelFormat.Gguf, model.Format);
        Assert.Equal(4096, model.MaximumContextTokens);
        Assert.Equal(new LoadedInstance { Id = model.Key, ContextTokens = 1024, ParallelSlots = 2 }, Assert.Single(model.Instances));
    }

    [Fact]
    public async Task With_metrics_it_counts_the_tokens_of_whomever_and_without_them_it_is_asked_once()
    {
        await using var fake = await StartAsync("/models/tiny-Q4_K_M.gguf");
        fake.Says("GET /slots", """[{"id":0,"is_processing":false},{"id":1,"is_processing":true}]""");
        fake.Says("GET /metrics", new FakeAnswer(Recording.Read("metrics-off-501")) { Status = 501 });
        await using var without = await ConnectAsync(fake);
        var (first, second) = (await without.ReadActivityAsync("tiny", Cancel), await without.ReadActivityAsync("tiny", Cancel));
        var asked = fake.Requests.Count(request => request.Question == "GET /metrics");
        fake.Says("GET /metrics", new FakeAnswer(Recording.ReadText("metrics.txt")) { ContentType = "text/plain" });
        await using var with = await ConnectAsync(fake);

        var told = await with.ReadActivityAsync("tiny", Cancel);

        Assert.Equal((new ServerActivity { UnderWay = 1 }, first, 1), (first, second, asked));
        Assert.Equal(new ServerActivity { UnderWay = 1, Tokens = 96 + 30 }, told);
        fake.Says("GET /slots", new FakeAnswer("{}") { Status = 501 });
        Assert.Equal(new ServerActivity { UnderWay = 0, Tokens = 126 }, await with.ReadActivityAsync("tiny", Cancel));
    }

    [Fact]
    public async Task It_tells_its_build_as_version_and_runtime()
    {
        await using var fake = await StartAsync("/models/tiny-Q4_K_M.gguf");
        await using var server = await ConnectAsync(fake);

        Assert.Equal(("llama_cpp", "llama.cpp", "b11669-Debian", false), (server.Identity.Kind, server.Identity.Name, server.Identity.Version, server.Identity.IsSimulated));
        Assert.Equal("llama.cpp b11669-Debian", await server.ReadRuntimeAsync("tiny", Cancel));
    }

    [Fact]
    public async Task A_file_on_this_machine_is_recorded_with_its_size_and_time()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "weights.gguf");
        await File.WriteAllBytesAsync(file, new byte[12_345], Cancel);
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 2, 4, 8, 0, 0, DateTimeKind.Utc));
        await using var fake = await StartAsync(file);
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal((file, new DataSize(12_345), new DateTimeOffset(2026, 2, 4, 8, 0, 0, TimeSpan.Zero)), (model.Path, model.FileSize, model.ModifiedAt));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_not_here_has_the_size_the_server_tells_and_no_path()
    {
        await using var fake = await StartAsync("/nowhere/tiny-Q4_K_M.gguf");
        await using var server = await ConnectAsync(fake);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal((null, new DataSize(54_033_952), null), (model.Path, model.FileSize, model.ModifiedAt));
    }

    [Theory]
    [InlineData("Q4_K - Small", "Q4_K_S")]
    [InlineData("Q3_K - Large", "Q3_K_L")]
    [InlineData("Q2_K - Medium", "Q2_K")]
    [InlineData("Q6_K", "Q6_K")]
    [InlineData("Q8_0", "Q8_0")]
    [InlineData("mostly Q5_1", "Q5_1")]
    [InlineData("all F32", "F32")]
    [InlineData("BF16", "BF16")]
    [InlineData("IQ2_XS - 2.3125 bpw", "IQ2_XS")]
    [InlineData("Q4_0 (guessed)", "Q4_0")]
    [InlineData("unknown, may not work", "Q4_K_M")]
    public async Task The_quantization_is_read_from_the_file_type_and_else_from_the_name(string fileType, string expected)
    {
        await using var fake = await StartAsync("/models/tiny-Q4_K_M.gguf", fileType);
        await using var server = await ConnectAsync(fake);

        Assert.Equal(expected, Assert.Single(await server.ListModelsAsync(Cancel)).Quantization);
    }

    [Fact]
    public async Task A_sleeping_model_is_not_loaded_for_the_first_request_would_wake_it()
    {
        await using var fake = await StartAsync("/models/tiny-Q4_K_M.gguf");
        fake.Says("GET /props", Recording.Read("props").Replace("\"is_sleeping\": false", "\"is_sleeping\": true", StringComparison.Ordinal));
        await using var server = await ConnectAsync(fake);

        Assert.False(Assert.Single(await server.ListModelsAsync(Cancel)).IsLoaded);
    }

    [Fact]
    public async Task Loading_is_left_to_the_user()
    {
        await using var fake = await StartAsync("/models/tiny-Q4_K_M.gguf");
        await using var server = await ConnectAsync(fake);

        var refused = await Assert.ThrowsAsync<ServerException>(() => server.LoadAsync(new LocalModel { Key = "other" }, new LoadOptions(), Cancel));

        Assert.False(server.CanLoad);
        Assert.Equal("llama.cpp is measured with what it has loaded. Load other there yourself, then run again.", refused.Message);
    }

    private static async Task<FakeServer> StartAsync(string path, string fileType = "Q4_K - Medium")
    {
        var fake = await FakeServer.StartAsync(Cancel, product: "llama.cpp");
        foreach (var name in new[] { "props", "v1-models" })
        {
            var recorded = Recording.Read(name).Replace("/models/tiny-Q4_K_M.gguf", path, StringComparison.Ordinal);
            fake.Says($"GET /{name.Replace('-', '/')}", recorded.Replace("Q4_K - Medium", fileType, StringComparison.Ordinal));
        }
        return fake;
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake) => new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey: null, Cancel);
}
