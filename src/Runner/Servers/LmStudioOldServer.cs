using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>
/// LM Studio before 0.4: it lists over <c>/api/v0</c> and is measured like any other, but loads and unloads only through its command line.
/// How flash attention and parallel slots are set there nobody tells.
/// </summary>
internal sealed class LmStudioOldServer(ServerConnection connection) : LlmServer(connection)
{
    private readonly LmStudioCommandLine _commandLine = new(connection.Identity, connection.Lms, connection.Clock);

    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "lm_studio",
        Name = "LM Studio",
        UsualPort = 1234,
        StartCommand = "lms server start",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new LmStudioOldServer(connection),
        HasCommandLine = true,
    };

    private LmStudioFacts Facts => new(_commandLine, Lms, Identity.Address);

    public override bool CanLoad => _commandLine.WhyNot is null;

    public override string? WhyNoParallelSlots =>
        $"{Identity.Name} at {ServerAddress.Display(Identity.Address)} is older than 0.4 and has no parallel slots to choose. Update it, or leave settings.parallelSlots out.";

    public override ServerWords Words => new OldWords(Identity, _commandLine);

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken) =>
        LmStudioOldModels.ToLocal(await AskAsync<LmStudioOldModels>("api/v0/models", cancellationToken));

    /// <summary>Throws, and leaves nothing behind, when another model, quantization or a smaller context was loaded than asked for.</summary>
    public override async Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        if (!CanLoad)
            throw new ServerException(Words.WhenNotLoaded(model.Key));
        if (options.ParallelSlots is not null)
            throw new ServerException(WhyNoParallelSlots!);
        var loaded = await _commandLine.LoadAsync(model, options, cancellationToken);
        return await ConfirmedAsync(model, options, loaded, cancellationToken);
    }

    public override async Task UnloadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var words = await _commandLine.UnloadAsync(instanceId, cancellationToken);
        if (await IsLoadedAsync(instanceId, cancellationToken))
            throw new ServerException($"lms did not unload {instanceId}: it is still listed as loaded. It said: {words}");
    }

    public override Task<LoadFacts> ReadFactsAsync(LocalModel model, CancellationToken cancellationToken) => Facts.ReadAsync(model, cancellationToken);

    public override Task<MemoryEstimate?> EstimateAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken) => Facts.EstimateAsync(model, options, cancellationToken);

    public override async Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        await IsLoadedAsync(instanceId, cancellationToken) ? await LmStudioRuntime.AskAsync(Identity, Channel, instanceId, AnswerLimit, cancellationToken) : null;

    public override async Task<CrossCheck?> CrossCheckAsync(string instanceId, CancellationToken cancellationToken) =>
        await new LmStudioOldCrossCheck(Identity, Channel, Clock).MakeAsync(instanceId, stopping => IsLoadedAsync(instanceId, stopping), cancellationToken);

    public override LmStudioFolder? FindFolder(string userFolder) => LmStudioFolder.Of(Identity, userFolder);

    /// <summary>Asked after the native v1 API was found missing.</summary>
    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var greeting = await LmStudioGreeting.ReadAsync(probe, cancellationToken);
        return greeting is not null && !await LmStudioGreeting.HasNativeApiAsync(probe, cancellationToken) ? greeting : null;
    }

    /// <summary>Without its command line it loads nothing from here.</summary>
    private sealed class OldWords(ServerIdentity server, LmStudioCommandLine commandLine) : LmStudioWords(server)
    {
        public override string WhenNotLoaded(string? key) => commandLine.WhyNot is { } reason
            ? $"An LM Studio older than 0.4 loads nothing over HTTP. {reason} Or load {key ?? "a model"} in the app with the plan's context, then run again; or update LM Studio to 0.4."
            : base.WhenNotLoaded(key);
    }
}
