using System.Net.Http.Json;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Runner.Tests.Servers.Streaming;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>The code that drives each server, driven against the Simulator's look-alike of it and held against the truth.</summary>
[Collection(nameof(Alone))]
public sealed class SimulatedFacesTests
{
    private const int Attempts = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<SimulatedDialect, string, string, string> Faces => new()
    {
        { SimulatedDialect.LlamaCpp, "llama_cpp", "/simulated/demo-coder-q8_0.gguf", "llama.cpp b11669-simulated" },
        { SimulatedDialect.LlamaCppRouter, "llama_cpp", "demo-coder:q8_0", "llama.cpp b11669-simulated" },
        { SimulatedDialect.Ollama, "ollama", "demo-coder:q8_0", "Ollama 0.40.12-simulated" },
        { SimulatedDialect.MlxLm, "mlx_lm", "demo/demo-coder-mlx-4bit", "" },
        { SimulatedDialect.Vllm, "vllm", "demo/demo-coder-q8_0", "vLLM 0.27.1+simulated" },
        { SimulatedDialect.OpenAi, "openai_compatible", "demo-coder-q8_0", "" },
    };

    [Theory, MemberData(nameof(Faces))]
    public async Task It_is_recognised_verified_and_called_simulated(SimulatedDialect dialect, string kind, string key, string runtime)
    {
        await using var simulator = await StartAsync(dialect);
        await using var server = await ConnectAsync(simulator);

        var (model, instance) = await HeldAsync(server, key);

        Assert.Equal((kind, true), (server.Identity.Kind, server.Identity.IsSimulated));
        Assert.EndsWith("(simulated)", server.Identity.Name, StringComparison.Ordinal);
        Assert.Null(LoadVerifier.VerifyHeld(model, new LoadOptions { ContextTokens = instance.ContextTokens }, instance, await server.ListModelsAsync(Cancel), server.Words));
        Assert.Equal(kind == "mlx_lm" ? "4bit" : "Q8_0", model.Quantization);
        Assert.Equal(kind is "mlx_lm" or "openai_compatible" ? null : 4096, instance.ContextTokens);
        Assert.Equal(runtime, await server.ReadRuntimeAsync(instance.Id, Cancel) ?? "");
    }

    [Theory, MemberData(nameof(Faces))]
    public async Task It_is_measured_to_its_truth_and_its_own_figures_are_the_truth(SimulatedDialect dialect, string kind, string key, string runtime)
    {
        await using var simulator = await StartAsync(dialect);
        await using var server = await ConnectAsync(simulator);
        var (model, instance) = await HeldAsync(server, key);
        await server.WarmUpConnectionsAsync(1, Cancel);
        await server.StreamAsync(Ask(instance.Id, 0), Cancel);
        var tries = new List<(double Milliseconds, double Percent)>();

        do
        {
            var timeline = await server.StreamAsync(Ask(instance.Id, tries.Count + 1), Cancel);
            Assert.IsType<RequestOutcome.Completed>(RequestOutcome.Of(timeline));
            Assert.Null(ResponseVerifier.Verify(model, instance.Id, timeline));
            tries.Add(await ErrorAsync(simulator, timeline, kind));
        }
        while (tries.Count < Attempts && !tries.Exists(IsClose));

        Assert.True(tries.Exists(IsClose), $"{kind} {runtime}: {string.Join(", ", tries)}");
    }

    [Theory, MemberData(nameof(Faces))]
    public async Task It_is_known_for_simulated_also_where_it_refuses_the_key(SimulatedDialect dialect, string kind, string key, string runtime)
    {
        await using var simulator = await StartAsync(dialect, token: "secret");
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, "secret", Cancel);

        var refused = await Assert.ThrowsAsync<ServerException>(() => ConnectAsync(simulator));

        Assert.Equal((kind, true), (server.Identity.Kind, server.Identity.IsSimulated));
        Assert.True(refused.StatusCode == 401, $"{key} {runtime}: {refused.Message}");
    }

    [Fact]
    public async Task A_llama_server_that_is_still_loading_says_so_and_is_found()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Dialect = SimulatedDialect.LlamaCpp, TimeScale = 0.01 }, Cancel);
        var connector = new ServerConnector(TimeProvider.System) { LocalPorts = [simulator.Address.Port] };

        var found = Assert.Single(await connector.FindLocalAsync(Cancel));
        var refused = await Assert.ThrowsAsync<ServerException>(() => ConnectAsync(simulator));

        Assert.Equal(("llama_cpp", true), (found.Kind, found.IsSimulated));
        Assert.Equal(503, refused.StatusCode);
        Assert.EndsWith("It said: Loading model", refused.Message, StringComparison.Ordinal);
    }

    private static bool IsClose((double Milliseconds, double Percent) error) => error.Milliseconds <= 1.001 && error.Percent <= 0.5;

    /// <summary>How far the observed is off; the reported must be the truth itself.</summary>
    private static async Task<(double Milliseconds, double Percent)> ErrorAsync(SimulatorHost simulator, RequestTimeline timeline, string kind)
    {
        using var http = new HttpClient();
        var address = new Uri(simulator.Address, $"truth/{timeline.ResponseId}");
        var truth = (await http.GetFromJsonAsync<WholeTruth>(address, JsonSerializerOptions.Web, Cancel))!;
        AssertReported(timeline, truth, kind);
        var error = new TruthError(timeline, new WrittenTruth(truth.Writes));
        return (Math.Abs(error.FirstToken), error.Decode);
    }

    private static void AssertReported(RequestTimeline timeline, WholeTruth truth, string kind)
    {
        var decode = (truth.CompletionTokens - 1) / truth.DecodeTokensPerSecond;
        Assert.Equal((truth.PromptTokens, truth.CompletionTokens), (timeline.Usage!.PromptTokens, timeline.Usage.CompletionTokens));
        Assert.Equal(kind is "ollama" or "openai_compatible" ? null : truth.CachedTokens, timeline.CachedTokens);
        if (kind is not ("llama_cpp" or "vllm"))
        {
            Assert.Null(timeline.Timings);
            return;
        }
        var first = kind == "vllm" ? timeline.Timings!.TimeToFirstToken : timeline.Timings!.PromptTime;
        Assert.Equal(truth.TimeToFirstTokenSeconds, first!.Value.TotalSeconds, 1e-6);
        Assert.Equal(decode, timeline.Timings.GenerationTime!.Value.TotalSeconds, 1e-6);
        var speed = kind == "vllm" ? truth.CompletionTokens / (truth.TimeToFirstTokenSeconds + decode) : truth.DecodeTokensPerSecond;
        Assert.Equal(speed, timeline.Timings.TokensPerSecond!.Value, speed * 1e-6);
    }

    private static async Task<(LocalModel Model, LoadedInstance Instance)> HeldAsync(ILlmServer server, string key)
    {
        var model = (await server.ListModelsAsync(Cancel)).Single(one => one.Key == key);
        if (server.CanLoad)
            await server.LoadAsync(model, new LoadOptions(), Cancel);
        model = (await server.ListModelsAsync(Cancel)).Single(one => one.Key == key);
        return (model, Assert.Single(model.Instances));
    }

    /// <summary>With its model in memory; llama-server listens before.</summary>
    private static async Task<SimulatorHost> StartAsync(SimulatedDialect dialect, string? token = null)
    {
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Dialect = dialect, Token = token }, Cancel);
        using var http = new HttpClient { BaseAddress = simulator.Address };
        while (dialect is SimulatedDialect.LlamaCpp && !(await http.GetAsync("health", Cancel)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        return simulator;
    }

    private static Task<ILlmServer> ConnectAsync(SimulatorHost simulator) => new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, apiKey: null, Cancel);

    private static ChatRequest Ask(string model, int number) =>
        Reading.Request with { Model = model, Prompt = FormattableString.Invariant($"{number}: write a sorting function and explain it."), MaxTokens = 192 };

    /// <summary>What <c>/truth/{id}</c> says.</summary>
    private sealed record WholeTruth(int PromptTokens, int CachedTokens, int CompletionTokens, double TimeToFirstTokenSeconds, double DecodeTokensPerSecond, IReadOnlyList<Written> Writes);
}
