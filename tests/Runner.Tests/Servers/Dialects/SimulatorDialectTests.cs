using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>The code that drives a real LM Studio, driven against the look-alike.</summary>
public sealed class SimulatorDialectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_recognised_as_an_lm_studio_that_is_simulated()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), Cancel);
        await using var server = await ConnectAsync(simulator);

        Assert.Equal(("lm_studio", "LM Studio (simulated)", true, true), (server.Identity.Kind, server.Identity.Name, server.Identity.IsSimulated, server.CanLoad));
        Assert.NotNull(server.Identity.Version);
    }

    [Fact]
    public async Task A_model_is_loaded_with_its_context_found_in_the_list_and_unloaded()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20 }, Cancel);
        await using var server = await ConnectAsync(simulator);
        var model = await FindAsync(server, "demo-coder@q6_k");

        var loaded = await server.LoadAsync(model, new LoadOptions { ContextTokens = 8192, FlashAttention = false }, Cancel);
        var whileLoaded = await FindAsync(server, "demo-coder@q6_k");
        await server.UnloadAsync(loaded.Instance.Id, Cancel);
        var afterwards = await FindAsync(server, "demo-coder@q6_k");

        Assert.False(model.IsLoaded);
        Assert.Equal((8192, false), (loaded.Instance.ContextTokens, loaded.Instance.FlashAttention));
        Assert.Equal([loaded.Instance], whileLoaded.Instances);
        Assert.NotNull(loaded.ReportedLoadTime);
        Assert.False(afterwards.IsLoaded);
    }

    [Fact]
    public async Task A_clamped_context_is_refused_and_leaves_nothing_in_memory()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20, ClampsContextTo = 6553 }, Cancel);
        await using var server = await ConnectAsync(simulator);
        var model = await FindAsync(server, "demo-coder@q8_0");

        var refused = await Assert.ThrowsAsync<ServerException>(() => server.LoadAsync(model, new LoadOptions { ContextTokens = 32_768 }, Cancel));

        Assert.Equal(
            "demo-coder@q8_0 was asked for with a context of 32,768 tokens, but is loaded with 6,553. Free memory or ask for less. It was unloaded again.",
            refused.Message);
        Assert.DoesNotContain(await server.ListModelsAsync(Cancel), one => one.IsLoaded);
    }

    [Fact]
    public async Task Loading_what_is_loaded_already_is_refused_for_either_might_answer()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20 }, Cancel);
        await using var server = await ConnectAsync(simulator);
        var model = await FindAsync(server, "demo-coder-mlx@4bit");
        var first = await server.LoadAsync(model, new LoadOptions(), Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => server.LoadAsync(model, new LoadOptions(), Cancel));

        Assert.Contains("is loaded 2 times", refused.Message, StringComparison.Ordinal);
        Assert.Equal([first.Instance], (await FindAsync(server, "demo-coder-mlx@4bit")).Instances);
    }

    [Fact]
    public async Task The_wrong_model_that_answers_is_told_by_its_name()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 20, AnswersWithWrongModel = true }, Cancel);
        await using var server = await ConnectAsync(simulator);
        var right = await server.LoadAsync(await FindAsync(server, "demo-coder@q4_k_m"), new LoadOptions(), Cancel);
        var wanted = await FindAsync(server, "demo-coder@q8_0");

        var good = await server.StreamAsync(Ask(right.Instance.Id), Cancel);
        var wrong = await server.StreamAsync(Ask(wanted.Key), Cancel);

        Assert.Null(ResponseVerifier.Verify(await FindAsync(server, "demo-coder@q4_k_m"), right.Instance.Id, good));
        Assert.Equal(
            "\"demo-coder@q8_0\" was asked, but \"demo-coder@q4_k_m\" answered: this says nothing about demo-coder@q8_0.",
            ResponseVerifier.Verify(wanted, wanted.Key, wrong)?.Reason);
    }

    [Fact]
    public async Task Its_token_is_asked_for_and_taken()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Token = "secret" }, Cancel);
        var connector = new ServerConnector(TimeProvider.System);

        var refused = await Assert.ThrowsAsync<ServerException>(() => connector.ConnectAsync(simulator.Address, "wrong", Cancel));
        await using var server = await connector.ConnectAsync(simulator.Address, "secret", Cancel);

        Assert.Equal(401, refused.StatusCode);
        Assert.NotEmpty(await server.ListModelsAsync(Cancel));
    }

    private static Task<ILlmServer> ConnectAsync(SimulatorHost simulator) =>
        new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, apiKey: null, Cancel);

    private static async Task<LocalModel> FindAsync(ILlmServer server, string key) => (await server.ListModelsAsync(Cancel)).Single(model => model.Key == key);

    private static ChatRequest Ask(string model) => new()
    {
        Model = model,
        Prompt = "Hello",
        MaxTokens = 4,
        Sampling = Sampling.Greedy,
        IdleLimit = TimeSpan.FromSeconds(20),
        TotalLimit = TimeSpan.FromSeconds(40),
    };
}
