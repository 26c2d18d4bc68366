using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>A real server with something done just before or after its own work.</summary>
internal sealed class DisturbedServer(ILlmServer server) : ILlmServer
{
    public Action BeforeLoad { get; set; } = () => { };

    public Action BeforeStream { get; set; } = () => { };

    public Action AfterStream { get; set; } = () => { };

    public Action AfterLoad { get; set; } = () => { };

    public Action BeforeRuntime { get; set; } = () => { };

    public ServerIdentity Identity { get; set; } = server.Identity;

    public bool CanLoad => server.CanLoad;

    public Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken) => server.ListModelsAsync(cancellationToken);

    public async Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        BeforeLoad();
        var loaded = await server.LoadAsync(model, options, cancellationToken);
        AfterLoad();
        return loaded;
    }

    public Task UnloadAsync(string instanceId, CancellationToken cancellationToken) => server.UnloadAsync(instanceId, cancellationToken);

    public Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken)
    {
        BeforeRuntime();
        return server.ReadRuntimeAsync(instanceId, cancellationToken);
    }

    public string? WhyNoParallelSlots => server.WhyNoParallelSlots;

    public string HowToLoad(string key) => server.HowToLoad(key);

    public Func<LocalModel, LoadFacts>? Facts { get; set; }

    public Task<LoadFacts> ReadFactsAsync(LocalModel model, CancellationToken cancellationToken) => Facts is { } facts ? Task.FromResult(facts(model)) : server.ReadFactsAsync(model, cancellationToken);

    public Task<MemoryEstimate?> EstimateAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken) => server.EstimateAsync(model, options, cancellationToken);

    public Task<CrossCheck?> CrossCheckAsync(string instanceId, CancellationToken cancellationToken) => server.CrossCheckAsync(instanceId, cancellationToken);

    public Task WarmUpConnectionsAsync(int connections, CancellationToken cancellationToken) => server.WarmUpConnectionsAsync(connections, cancellationToken);

    public async Task<RequestTimeline> StreamAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        BeforeStream();
        var timeline = await server.StreamAsync(request, cancellationToken);
        AfterStream();
        return timeline;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
