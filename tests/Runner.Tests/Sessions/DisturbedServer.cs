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

    /// <summary>What it says it does for whomever; it tells nothing. Null lets it speak itself.</summary>
    public Func<ServerActivity?>? Activity { get; set; } = () => null;

    public Action<RequestTimeline> Answered { get; set; } = _ => { };

    /// <summary>What is shown of its list.</summary>
    public Func<IReadOnlyList<LocalModel>, IReadOnlyList<LocalModel>> Listed { get; set; } = models => models;

    public ServerIdentity Identity { get; set; } = server.Identity;

    public bool CanLoad => server.CanLoad;

    public IModelDownloads? Downloads => server.Downloads;

    public async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken) => Listed(await server.ListModelsAsync(cancellationToken));

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

    public Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken) =>
        Activity is { } told ? Task.FromResult(told()) : server.ReadActivityAsync(instanceId, cancellationToken);

    public string? WhyNoParallelSlots => server.WhyNoParallelSlots;

    public ServerWords Words => server.Words;

    public LmStudioFolder? FindFolder(string userFolder) => server.FindFolder(userFolder);

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
        Answered(timeline);
        return timeline;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
