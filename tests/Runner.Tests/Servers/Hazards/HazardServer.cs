using System.Net.Http.Json;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Simulator;
using LlmObs.Simulator.Hazards;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Servers.Hazards;

/// <summary>A Simulator of its own for one class of tests, asked as the measured path asks.</summary>
public sealed class HazardServer : IAsyncLifetime
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);
    private readonly HttpClient _http = new();
    private SimulatorHost _simulator = null!;

    public Uri AddressOf(string scenario) => new(_simulator.HazardAddress, scenario);

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await AskAsync(HazardCatalogue.Find("plain")!, TestContext.Current.CancellationToken);
    }

    /// <summary>One request over a connection that is open already, as in a measured run; and what was really sent, and how often it was asked.</summary>
    public async Task<(RequestTimeline Timeline, HazardRecord Truth)> AskAsync(Hazard hazard, CancellationToken cancellationToken)
    {
        await using var client = new OpenAiStreamClient(AddressOf(hazard.Name), apiKey: null, TimeProvider.System);
        await client.WarmUpAsync(1, cancellationToken);
        var before = await TruthOfAsync(hazard, cancellationToken);
        var timeline = await client.StreamAsync(Request(hazard), cancellationToken);
        var truth = await TruthOfAsync(hazard, cancellationToken);
        return (timeline, truth with { Requests = truth.Requests - before.Requests });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    private static ChatRequest Request(Hazard hazard) => new()
    {
        Model = "hazard",
        Prompt = "Say something.",
        MaxTokens = 8,
        Sampling = Sampling.Greedy,
        Seed = 1,
        IdleLimit = hazard.IdleLimit ?? Patient,
        TotalLimit = hazard.TotalLimit ?? Patient,
    };

    private async Task<HazardRecord> TruthOfAsync(Hazard hazard, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<HazardRecord>(new Uri(_simulator.HazardAddress, $"{hazard.Name}/truth"), cancellationToken))!;
}
