using System.Net;
using LlmObs.Collector.Options;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests;

/// <summary>A Collector of a test's own on a free port, fed by it.</summary>
internal sealed class RunningCollector : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 21, 30, 0, TimeSpan.Zero);

    /// <summary>A fed sensor returns; only the machine may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CollectorHost _host;
    private readonly HttpClient _client;

    private RunningCollector(CollectorHost host, FakeTimeProvider clock)
    {
        _host = host;
        _client = new HttpClient { BaseAddress = host.Address };
        Clock = clock;
    }

    public FakeTimeProvider Clock { get; }

    public Uri Address => _host.Address;

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public static async Task<RunningCollector> StartAsync(params FedSensor[] sensors)
    {
        var clock = new FakeTimeProvider(Start);
        return new RunningCollector(await CollectorHost.StartAsync(new CollectorOptions { Port = 0, Patience = Patience }, sensors, clock, Stopped), clock);
    }

    public async Task<(HttpStatusCode Status, string? Kind, string Body)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), Stopped);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Stopped));
    }

    public async Task<(HttpStatusCode Status, string Body)> PutAsync(string path)
    {
        using var answer = await _client.PutAsync(new Uri(path, UriKind.Relative), content: null, Stopped);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stopped));
    }

    public async Task<IReadOnlyList<HostSample>> SamplesAsync(string query = "")
    {
        var (status, kind, body) = await GetAsync($"/samples{query}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("application/x-ndjson", kind);
        return [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(HostJson.Read<HostSample>)];
    }

    /// <summary>Asks until that many samples are kept.</summary>
    public async Task UntilAsync(int samples)
    {
        await Waiting.UntilAsync(async () => (await SamplesAsync()).Count >= samples, $"{samples} samples");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }
}
