using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Lms;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>Parallel slots: only LM Studio's command line takes them.</summary>
public sealed class LmStudioSlotsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_parallel_slots_it_is_loaded_through_the_command_line_and_their_number_is_verified()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax);
        ListsWhenLoaded(fake, lms, slots: 8);
        await using var server = await lms.ConnectAsync(fake, Cancel);
        var told = new Told();

        var loaded = await LoadAsync(server, new LoadOptions { ContextTokens = 8192, ParallelSlots = 8, Progress = told });

        Assert.Equal(new LoadedInstance { Id = MiniMax, ContextTokens = 8192, FlashAttention = true, ParallelSlots = 8 }, loaded.Instance);
        Assert.Equal([$"load {MiniMax} --gpu max --identifier {MiniMax} -y --context-length 8192 --parallel 8"], lms.CallsOf("load"), StringComparer.Ordinal);
        Assert.DoesNotContain(fake.Requests, request => request.Question == "POST /api/v1/models/load");
        Assert.Equal(1.0, told.Shares.Max());
        Assert.Null(server.WhyNoParallelSlots);
    }

    [Fact]
    public async Task Another_number_of_slots_than_asked_for_is_refused_and_unloaded_again()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax);
        ListsWhenLoaded(fake, lms, slots: 4);
        fake.Says("POST /api/v1/models/unload", """{"instance_id":"x"}""");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ParallelSlots = 8 }));

        Assert.Equal($"{MiniMax} was asked for with 8 parallel slots, but is loaded with 4. It was unloaded again.", refused.Message);
        Assert.Equal(LoadFailureCause.NotAsAsked, refused.Cause);
    }

    [Fact]
    public async Task Without_a_command_line_slots_are_refused_with_what_to_do()
    {
        await using var fake = await StartAsync(Cancel);
        await using var server = await new ServerConnector(TimeProvider.System) { Lms = new LmsInstallation(null, "/nowhere") }.ConnectAsync(fake.Address, null, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ParallelSlots = 8 }));

        Assert.Equal(server.WhyNoParallelSlots, refused.Message);
        Assert.StartsWith("settings.parallelSlots is asked for, and LM Studio takes it only from its command line. LM Studio's command line, lms, was found neither on the PATH nor at /nowhere/bin/lms.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_another_machine_slots_are_refused()
    {
        var identity = new ServerIdentity { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://studio:1234/") };

        Assert.Equal("LM Studio runs on another machine than this, and its command line, lms, reaches only its own.", new LmStudioCommandLine(identity, new LmsInstallation("/x/lms", "/x"), TimeProvider.System).WhyNot);
    }

    [Fact]
    public async Task A_command_line_that_speaks_with_another_LM_Studio_loads_nothing()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax);
        lms.Write("status", """{"running":true,"port":1}""");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ParallelSlots = 8 }));

        Assert.Equal($"{lms.Path} speaks with an LM Studio whose server listens on port 1, not with the one at {ServerAddress.Display(fake.Address)}. Name that server with --server, or load the model where it runs.", refused.Message);
        Assert.Empty(lms.CallsOf("load"));
    }

    [Theory]
    [InlineData("""[{"modelKey":"minimax-m2.1-other","deviceIdentifier":null}]""", "lists no model minimax-m2.1@q6_k on this machine, and would load another one that is like it.")]
    [InlineData("""[{"modelKey":"minimax-m2.1@q6_k","deviceIdentifier":"elsewhere"}]""", "lists no model minimax-m2.1@q6_k on this machine")]
    [InlineData("""[{"modelKey":"minimax-m2.1","variants":["minimax-m2.1@q4_k_m","minimax-m2.1@q6_k"],"selectedVariant":"minimax-m2.1@q4_k_m"}]""", "Choose Q6_K for this model under My Models")]
    public async Task A_model_is_never_searched_for_by_likeness(string list, string expected)
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax);
        lms.Write("list", list);
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ParallelSlots = 8 }));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty(lms.CallsOf("load"));
    }

    [Fact]
    public async Task A_failed_load_keeps_the_words_of_the_program_and_their_evidence()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, "echo 'Error: Failed to load model. ggml: failed to allocate buffer' >&2; exit 1");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ParallelSlots = 8 }));

        Assert.Equal($"{lms.Path} could not load {MiniMax} (it ended with 1). It said: Error: Failed to load model. ggml: failed to allocate buffer", refused.Message);
        Assert.Equal(LoadFailureCause.OutOfMemory, refused.Cause);
    }

    [Fact]
    public async Task A_program_that_ends_at_its_own_question_waited_for_input_and_did_not_run_out_of_memory()
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, "printf 'Select a model to load |' >&2; read answer || exit 1");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(server, new LoadOptions { ParallelSlots = 8 }));

        Assert.Equal(LoadFailureCause.WaitsForInput, refused.Cause);
        Assert.EndsWith("It said: Select a model to load |", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf 'Select a model to load |' >&2; touch begun; sleep 600", true, "Select a model to load |")]
    [InlineData("printf '\\rLoading m 40%% x'; touch begun; sleep 600", false, "Loading m 40% x")]
    public async Task A_load_that_is_given_up_tells_what_the_program_said_last(string load, bool waits, string words)
    {
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, load);
        await using var server = await lms.ConnectAsync(fake, Cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var loading = server.LoadAsync((await server.ListModelsAsync(Cancel)).Single(one => one.Key == MiniMax), new LoadOptions { ParallelSlots = 8 }, limit.Token);
        for (var look = 0; look < 500 && !File.Exists(Path.Combine(lms.Home, "begun")); look++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        await limit.CancelAsync();
        var stopped = await Assert.ThrowsAsync<LoadGivenUpException>(() => loading);

        Assert.Equal((waits, words), (stopped.WaitedForInput, stopped.LastWords));
    }

    internal static void ListsWhenLoaded(FakeServer fake, FakeLms lms, int slots)
    {
        var listed = JsonNode.Parse(Idle)!;
        listed["models"]!.AsArray().First(one => (string?)one!["key"] == MiniMax)!["loaded_instances"] = new JsonArray(JsonNode.Parse($$$"""
            {"id":"{{{MiniMax}}}","config":{"context_length":8192,"eval_batch_size":512,"parallel":{{{slots}}},"flash_attention":true}}
            """));
        fake.Says("GET /api/v1/models", _ => lms.HasLoaded ? listed.ToJsonString() : Idle);
    }

    private static async Task<LoadedModel> LoadAsync(ILlmServer server, LoadOptions options) =>
        await server.LoadAsync((await server.ListModelsAsync(Cancel)).Single(one => one.Key == MiniMax), options, Cancel);

    private sealed class Told : IProgress<double>
    {
        private readonly List<double> _shares = [];

        public IReadOnlyList<double> Shares => _shares;

        public void Report(double value) => _shares.Add(value);
    }
}
