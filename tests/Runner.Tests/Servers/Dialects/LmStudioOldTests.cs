using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Lms;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>LM Studio 0.3: its answers in <c>Recordings/lm_studio</c> are written from the documentation of /api/v0 and from what users report, not recorded.</summary>
public sealed class LmStudioOldTests
{
    private const string Key = "meta-llama-3.1-8b-instruct";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_models_are_listed_over_the_older_api()
    {
        await using var fake = await StartAsync(() => List("loaded", 4096));
        await using var server = await ConnectAsync(fake, null);

        var models = await server.ListModelsAsync(Cancel);

        Assert.Equal(["qwen2-vl-7b-instruct", Key], models.Select(model => model.Key), StringComparer.Ordinal);
        Assert.Equal([ModelFormat.Mlx, ModelFormat.Gguf], models.Select(model => model.Format));
        Assert.Equal(("lmstudio-community", "llama", "Q4_K_M", 131_072), (models[1].Publisher, models[1].Architecture, models[1].Quantization, models[1].MaximumContextTokens));
        Assert.Equal([new LoadedInstance { Id = Key, ContextTokens = 4096 }], models[1].Instances);
        Assert.Equal("lm_studio", server.Identity.Kind);
    }

    [Fact]
    public async Task Without_its_command_line_nothing_is_loaded_and_one_is_told_what_to_do()
    {
        await using var fake = await StartAsync(() => List("not-loaded", null));
        await using var server = await ConnectAsync(fake, null);
        var model = (await server.ListModelsAsync(Cancel)).Single(one => one.Key == Key);

        var refused = await Assert.ThrowsAsync<ServerException>(() => server.LoadAsync(model, new LoadOptions(), Cancel));

        Assert.False(server.CanLoad);
        Assert.Equal(
            $"An LM Studio older than 0.4 loads nothing over HTTP. LM Studio's command line, lms, was found neither on the PATH nor at /nowhere/bin/lms. Run `npx lmstudio install-cli` or start LM Studio once, then try again. Or load {Key} in the app with the plan's context, then run again; or update LM Studio to 0.4.",
            refused.Message);
    }

    [Fact]
    public async Task A_plan_of_which_nothing_is_loaded_is_refused_with_what_to_do()
    {
        await using var fake = await StartAsync(() => List("not-loaded", null));
        await using var server = await ConnectAsync(fake, null);
        var plan = SessionPlans.Of(SessionPlans.Q8 with { Quantization = "Q4_K_M", Match = new MatchRule { Names = [Key] } });

        var matrix = SessionMatrix.Of(plan, new Selection(), server, await server.ListModelsAsync(Cancel), new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(
            $"LM Studio at {fake.Address} has none of the plan's models loaded. On its disk: {Key}. An LM Studio older than 0.4 loads nothing over HTTP. LM Studio's command line, lms, was found neither on the PATH nor at /nowhere/bin/lms. Run `npx lmstudio install-cli` or start LM Studio once, then try again. Or load {Key} in the app with the plan's context, then run again; or update LM Studio to 0.4.",
            Assert.Single(matrix.Problems));
    }

    [Fact]
    public async Task It_is_loaded_and_unloaded_through_its_command_line_and_verified()
    {
        FakeLms? lms = null;
        await using var fake = await StartAsync(() => lms!.HasLoaded ? List("loaded", 8192) : List("not-loaded", null));
        using var program = lms = new FakeLms(fake.Address, Key);
        await using var server = await ConnectAsync(fake, lms);

        var loaded = await LoadAsync(server, new LoadOptions { ContextTokens = 8192 });
        await server.UnloadAsync(loaded.Instance.Id, Cancel);

        Assert.True(server.CanLoad);
        Assert.Equal(new LoadedInstance { Id = Key, ContextTokens = 8192 }, loaded.Instance);
        Assert.Equal(TimeSpan.FromSeconds(2.5), loaded.ReportedLoadTime);
        Assert.Equal([$"load {Key} --gpu max --identifier {Key} -y --context-length 8192"], lms.CallsOf("load"), StringComparer.Ordinal);
        Assert.Equal([$"unload {Key}"], lms.CallsOf("unload"), StringComparer.Ordinal);
        Assert.False(lms.HasLoaded);
    }

    [Theory]
    [InlineData("loaded", 6553, "Q4_K_M", "with a context of 65,536 tokens, but is loaded with 6,553. Free memory or ask for less.")]
    [InlineData("loaded", 65_536, "Q8_0", "asked for as Q4_K_M, but the loaded instance \"meta-llama-3.1-8b-instruct\" is Q8_0.")]
    [InlineData("not-loaded", null, "Q4_K_M", "but it does not list such an instance.")]
    public async Task What_was_loaded_otherwise_than_asked_is_refused_and_unloaded_again(string state, int? context, string quantization, string expected)
    {
        FakeLms? lms = null;
        await using var fake = await StartAsync(() => lms!.HasLoaded ? List(state, context, quantization) : List("not-loaded", null));
        using var program = lms = new FakeLms(fake.Address, Key);
        await using var server = await ConnectAsync(fake, lms);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ContextTokens = 65_536 }));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("It was unloaded again.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(LoadFailureCause.NotAsAsked, refused.Cause);
        Assert.False(lms.HasLoaded);
    }

    [Fact]
    public async Task A_second_instance_is_refused()
    {
        FakeLms? lms = null;
        var second = new LocalModel { Key = $"{Key}:2" };
        await using var fake = await StartAsync(() => lms!.HasLoaded ? List("loaded", 8192, second: second) : List("not-loaded", null));
        using var program = lms = new FakeLms(fake.Address, Key);
        await using var server = await ConnectAsync(fake, lms);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions()));

        Assert.StartsWith($"{Key} is loaded 2 times ({Key}, {Key}:2): any of them might answer. Unload all but one.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unloading_that_did_nothing_is_no_unloading()
    {
        await using var fake = await StartAsync(() => List("loaded", 4096));
        using var lms = new FakeLms(fake.Address, Key);
        lms.Write("unload.sh", "echo 'Cannot find a model with the identifier' >&2");
        await using var server = await ConnectAsync(fake, lms);

        var refused = await Assert.ThrowsAsync<ServerException>(() => server.UnloadAsync(Key, Cancel));

        Assert.Equal($"lms did not unload {Key}: it is still listed as loaded. It said: Cannot find a model with the identifier", refused.Message);
    }

    [Fact]
    public async Task It_has_no_parallel_slots_to_choose()
    {
        await using var fake = await StartAsync(() => List("not-loaded", null));
        using var lms = new FakeLms(fake.Address, Key);
        await using var server = await ConnectAsync(fake, lms);

        Assert.Contains("older than 0.4 and has no parallel slots to choose. Update it, or leave settings.parallelSlots out.", server.WhyNoParallelSlots, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_older_chat_tells_its_own_figures_its_runtime_and_what_answered_beside_the_time_that_was_observed()
    {
        await using var fake = await StartAsync(() => List("loaded", 4096));
        fake.Says("POST /api/v0/chat/completions", Recording.Documented("lm_studio", "v0-chat.json"));
        await using var server = await ConnectAsync(fake, null);

        var check = (await server.CrossCheckAsync(Key, Cancel))!;

        Assert.Null(check.Failure);
        Assert.Equal(("LM Studio's older API, v0", 51.43709529007664, 0.111), (check.Source, check.ReportedTokensPerSecond, check.ReportedTimeToFirstTokenSeconds));
        Assert.Equal((1.065, 24, 53), (Math.Round(check.ReportedTotalSeconds!.Value, 6), check.ReportedInputTokens, check.ReportedOutputTokens));
        Assert.Equal(("eosFound", "llama, Q4_K_M, gguf, context 4096", "llama.cpp-mac-arm64-apple-metal-advsimd 1.3.0"), (check.ReportedStopReason, check.ReportedModel, check.Runtime));
        Assert.InRange(check.ObservedTotalSeconds!.Value, 0, 30);
        Assert.Null(check.ObservedTokensPerSecond);
        Assert.Equal(["max_tokens", "messages", "model", "stream", "temperature"], JsonNode.Parse(Assert.Single(fake.Requests, request => request.Question == "POST /api/v0/chat/completions").Body)!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"message":"The engine crashed"}}""", 500, "The engine crashed")]
    [InlineData("""{"id":"x","model":"meta-llama-3.1-8b-instruct","choices":[]}""", 200, "told no stats with its answer")]
    [InlineData("""{"id":"x","model":"other","choices":[],"stats":{}}""", 200, "was asked, but \"other\" answered.")]
    public async Task An_older_chat_that_tells_nothing_says_why(string answer, int status, string expected)
    {
        await using var fake = await StartAsync(() => List("loaded", 4096));
        fake.Says("POST /api/v0/chat/completions", new FakeAnswer(answer) { Status = status });
        await using var server = await ConnectAsync(fake, null);

        var check = (await server.CrossCheckAsync(Key, Cancel))!;

        Assert.Contains(expected, check.Failure, StringComparison.Ordinal);
        Assert.Null(check.ReportedTokensPerSecond);
    }

    [Fact]
    public async Task A_model_that_is_not_in_memory_is_not_loaded_for_a_cross_check()
    {
        await using var fake = await StartAsync(() => List("not-loaded", null));
        await using var server = await ConnectAsync(fake, null);

        Assert.Equal($"{Key} was not in memory any more, and asking would have loaded it.", (await server.CrossCheckAsync(Key, Cancel))!.Failure);
        Assert.DoesNotContain(fake.Requests, request => request.Question.StartsWith("POST", StringComparison.Ordinal));
    }

    private static async Task<FakeServer> StartAsync(Func<string> models)
    {
        var fake = await FakeServer.StartAsync(Cancel);
        fake.Otherwise = Recording.Documented("lm_studio", "unknown-endpoint.json");
        return fake.Says("GET /lmstudio-greeting", Recording.Documented("lm_studio", "greeting.json")).Says("GET /api/v0/models", _ => models());
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake, FakeLms? lms) => lms is not null
        ? lms.ConnectAsync(fake, Cancel)
        : new ServerConnector(TimeProvider.System) { Lms = new LmsInstallation(null, "/nowhere") }.ConnectAsync(fake.Address, null, Cancel);

    private static async Task<LoadedModel> LoadAsync(ILlmServer server, LoadOptions options) =>
        await server.LoadAsync((await server.ListModelsAsync(Cancel)).Single(one => one.Key == Key), options, Cancel);

    private static string List(string state, int? context, string quantization = "Q4_K_M", LocalModel? second = null)
    {
        var list = JsonNode.Parse(Recording.Documented("lm_studio", "v0-models.json"))!;
        var models = list["data"]!.AsArray();
        var model = models.First(one => (string?)one!["id"] == Key)!.AsObject();
        (model["quantization"], model["state"]) = (quantization, state);
        if (context is { } tokens)
            model["loaded_context_length"] = tokens;
        if (second is not null)
        {
            var more = model.DeepClone();
            more["id"] = second.Key;
            models.Add(more);
        }
        return list.ToJsonString();
    }
}
