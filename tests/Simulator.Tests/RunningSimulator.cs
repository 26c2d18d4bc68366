using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests;

/// <summary>A Simulator of a test's own, and what a client does with it.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    public const string Demo = "demo-coder@q4_k_m";
    public const string Thinker = "unsloth/minimax-m2.1@q4_k_s";

    private readonly SimulatorHost _host;

    private RunningSimulator(SimulatorHost host)
    {
        _host = host;
        Client = new HttpClient { BaseAddress = host.Address };
    }

    public HttpClient Client { get; }

    public Uri Address => _host.Address;

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    /// <summary>Twenty times as fast as the catalogue says, where the speed is not the subject.</summary>
    public static Task<RunningSimulator> StartFastAsync() => StartAsync(new SimulatorOptions { TimeScale = 20 });

    public static async Task<RunningSimulator> StartAsync(SimulatorOptions options) => new(await SimulatorHost.StartAsync(options, Stopped));

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, Stopped);
        return (await ReadAsync(response)).Body;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body, Stopped);
        return await ReadAsync(response);
    }

    public async Task<string> LoadAsync(string model, int contextTokens = 8192)
    {
        var (status, body) = await PostAsync("/api/v1/models/load", new { model, context_length = contextTokens });
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("instance_id").GetString()!;
    }

    public async Task<JsonElement> ListedAsync(string key) =>
        (await GetAsync("/api/v1/models")).GetProperty("models").EnumerateArray().Single(model => model.GetProperty("key").GetString() == key);

    /// <summary>Every event of a stream, as the bytes said it.</summary>
    public async Task<IReadOnlyList<SentEvent>> StreamAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stopped);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return SentEvent.Parse(await response.Content.ReadAsStringAsync(Stopped));
    }

    public Task<IReadOnlyList<SentEvent>> ChatAsync(string prompt, string model = Demo, int? maxTokens = null, int? seed = null, double temperature = 0) =>
        StreamAsync("/v1/chat/completions", new
        {
            model,
            messages = new[] { new { role = "user", content = prompt } },
            stream = true,
            stream_options = new { include_usage = true },
            max_tokens = maxTokens,
            seed,
            temperature,
        });

    /// <summary>A chat, and what the Simulator knows of it.</summary>
    public async Task<KnownTruth> ChatTruthAsync(string prompt, string model = Demo, int? maxTokens = null) =>
        await TruthAsync((await ChatAsync(prompt, model, maxTokens))[0].Data.GetProperty("id").GetString()!);

    public async Task<KnownTruth> TruthAsync(string id) =>
        (await Client.GetFromJsonAsync<KnownTruth>($"/truth/{id}", JsonSerializerOptions.Web, Stopped))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Stopped));
    }
}
