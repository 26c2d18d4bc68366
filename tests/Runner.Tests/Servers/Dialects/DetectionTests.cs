using System.Net;
using System.Net.Sockets;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class DetectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_is_told_from_the_others()
    {
        await using var lmStudio = await FakeLmStudio.StartAsync(Cancel);
        await using var ollama = await OtherServersTests.OllamaAsync();
        await using var mlx = await OtherServersTests.MlxAsync("mlx-community/Qwen3-4B-4bit");
        await using var llamaCpp = await LlamaCppAsync();
        await using var nameless = await FakeServer.StartAsync(Cancel);
        nameless.Says("GET /v1/models", """{"data":[{"id":"model"}]}""");

        var found = await FindAsync(lmStudio, ollama, mlx, llamaCpp, nameless);

        Assert.Equal(["lm_studio", "ollama", "mlx_lm", "llama_cpp", "openai_compatible"], found, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_that_could_load_a_model()
    {
        await using var lmStudio = await FakeLmStudio.StartAsync(Cancel);
        await using var ollama = await OtherServersTests.OllamaAsync();
        await using var nameless = await FakeServer.StartAsync(Cancel);

        await FindAsync(lmStudio, ollama, nameless);

        var asked = new[] { lmStudio, ollama, nameless }.SelectMany(server => server.Requests).Select(request => request.Question).ToList();
        string[] harmless = ["GET /", "GET /lmstudio-greeting", "GET /props", "GET /api/version", "GET /version", "GET /v1/models", "GET /api/v1/models"];
        Assert.NotEmpty(asked);
        Assert.All(asked, question => Assert.Contains(question, harmless, StringComparer.Ordinal));
        Assert.Equal(["GET /lmstudio-greeting", "GET /api/v1/models"], lmStudio.Requests.Select(request => request.Question), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_server_that_wants_a_key_is_found_all_the_same()
    {
        await using var guarded = await LlamaCppAsync();
        guarded.Otherwise = new FakeAnswer(Recording.Read("wrong-key-401")) { Status = 401 };
        guarded.Says("GET /props", guarded.Otherwise).Says("GET /v1/models", guarded.Otherwise);
        await using var vllm = await FakeServer.StartAsync(Cancel);
        vllm.Says("GET /version", """{"version":"0.11.0"}""").Says("GET /v1/models", new FakeAnswer("""{"error":"Unauthorized"}""") { Status = 401 });

        Assert.Equal(["llama_cpp", "vllm"], await FindAsync(guarded, vllm), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_still_loading_is_found()
    {
        await using var loading = await LlamaCppAsync();
        loading.Otherwise = new FakeAnswer(Recording.Read("loading-503")) { Status = 503 };
        loading.Says("GET /props", loading.Otherwise).Says("GET /v1/models", loading.Otherwise);

        Assert.Equal(["llama_cpp"], await FindAsync(loading), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_port_that_never_answers_costs_its_own_limit_and_hides_no_other()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var ollama = await OtherServersTests.OllamaAsync();
        var begun = TimeProvider.System.GetTimestamp();

        var found = await FindAsync([((IPEndPoint)mute.LocalEndpoint).Port, ollama.Address.Port]);

        Assert.Equal(["ollama"], found, StringComparer.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void The_usual_ports_are_looked_at()
    {
        Assert.Equal([1234, 8080, 11434, 8000], new ServerConnector(TimeProvider.System).LocalPorts);
    }

    private static Task<IReadOnlyList<string>> FindAsync(params FakeServer[] servers) => FindAsync([.. servers.Select(server => server.Address.Port)]);

    private static async Task<IReadOnlyList<string>> FindAsync(int[] ports)
    {
        var connector = new ServerConnector(TimeProvider.System) { LocalPorts = ports };
        return [.. (await connector.FindLocalAsync(Cancel)).Select(server => server.Kind)];
    }

    private static async Task<FakeServer> LlamaCppAsync()
    {
        var fake = await FakeServer.StartAsync(Cancel, product: "llama.cpp");
        return fake.Says("GET /props", Recording.Read("props")).Says("GET /v1/models", Recording.Read("v1-models"));
    }
}
