using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>LM Studio over its native v1 API: list, load with settings, confirm, unload. The Simulator speaks the same.</summary>
internal sealed class LmStudioServer(ServerConnection connection) : LlmServer(connection)
{
    /// <summary>A hung server must not keep the program from ending: unloading is the last thing it does.</summary>
    private static readonly TimeSpan UnloadLimit = TimeSpan.FromMinutes(2);

    private readonly LmStudioCommandLine _commandLine = new(connection.Identity, connection.Lms, connection.Clock);

    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "lm_studio",
        Name = "LM Studio",
        UsualPort = 1234,
        StartCommand = "lms server start",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new LmStudioServer(connection),
        HasCommandLine = true,
    };

    public override bool CanLoad => true;

    public override ServerWords Words => new LmStudioWords(Identity);

    public override IModelDownloads Downloads { get; } = new LmStudioDownloads(connection.Identity, connection.Channel);

    public override string? WhyNoParallelSlots => _commandLine.WhyNot is { } reason
        ? $"settings.parallelSlots is asked for, and LM Studio takes it only from its command line. {reason} Or leave settings.parallelSlots out: then each load gets what the app has as its default."
        : null;

    private LmStudioFacts Facts => new(_commandLine, Lms, Identity.Address);

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var models = await AskLmStudioModelsAsync(cancellationToken);
        var held = models.Any(model => model.LoadedInstances.Count > 0 && model.VariantKeys.Count() > 1)
            ? await AskHeldQuantizationsAsync(cancellationToken)
            : [];
        return [.. models.SelectMany(model => LmStudioVariants.Flatten(model, held.GetValueOrDefault))];
    }

    /// <summary>Throws, and leaves nothing behind, when another model, quantization or a smaller context was loaded than asked for.</summary>
    public override async Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        // the API's load takes no parallel slots and gives what the app has as its default
        var loaded = options.ParallelSlots is null ? await LoadOverHttpAsync(model, options, cancellationToken) : await LoadByCommandLineAsync(model, options, cancellationToken);
        return await ConfirmedAsync(model, options, loaded, cancellationToken);
    }

    public override async Task UnloadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var answer = await Channel.PostAsync("api/v1/models/unload", new JsonObject { ["instance_id"] = instanceId }, UnloadLimit, cancellationToken);
        if (!answer.IsGood)
            throw ServerProblem.Refused(Identity, $"the unloading of {instanceId}", answer, Channel.HasKey);
    }

    /// <summary>Only a v0 answer tells the engine and its version, so one token is asked for. Never of a model that is not in memory: that would load it.</summary>
    public override async Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        await IsLoadedAsync(instanceId, cancellationToken) ? await LmStudioRuntime.AskAsync(Identity, Channel, instanceId, AnswerLimit, cancellationToken) : null;

    /// <summary>The REST API does not tell; its command line does, which starts LM Studio where it does not run: so it is only asked of one that answers.</summary>
    public override async Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken) =>
        _commandLine.WhyNot is null && (await Channel.GetAsync("lmstudio-greeting", AnswerLimit, cancellationToken)).IsGood ? await _commandLine.ActivityAsync(cancellationToken) : null;

    public override Task<LoadFacts> ReadFactsAsync(LocalModel model, CancellationToken cancellationToken) => Facts.ReadAsync(model, cancellationToken);

    public override Task<MemoryEstimate?> EstimateAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken) => Facts.EstimateAsync(model, options, cancellationToken);

    public override Task<CrossCheck?> CrossCheckAsync(string instanceId, CancellationToken cancellationToken) =>
        LmStudioCrossCheck.MakeAsync(Identity, ApiKey, instanceId, Clock, cancellationToken);

    public override LmStudioFolder? FindFolder(string userFolder) => LmStudioFolder.Of(Identity, userFolder);

    private async Task<LoadedModel> LoadByCommandLineAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken) =>
        WhyNoParallelSlots is { } reason ? throw new ServerException(reason) : await _commandLine.LoadAsync(model, options, cancellationToken);

    private async Task<LoadedModel> LoadOverHttpAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        var answer = await PostLoadAsync(model.Key, model, options, cancellationToken);
        // LM Studio lists a variant as key@quant, yet some versions load the selected one only by its bare key
        if (answer.ErrorType == "model_not_found" && await BareKeyAsync(model.Key, cancellationToken) is { } bareKey)
            answer = await PostLoadAsync(bareKey, model, options, cancellationToken);
        var loaded = ReadLoaded(model, answer);
        return new LoadedModel
        {
            Instance = new LmStudioInstance(loaded.InstanceId, loaded.LoadConfig).ToInstance(),
            ReportedLoadTime = loaded.LoadTimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private async Task<IReadOnlyList<LmStudioModel>> AskLmStudioModelsAsync(CancellationToken cancellationToken)
    {
        var list = await AskAsync<LmStudioModels>("api/v1/models", cancellationToken);
        return [.. list.Models.Where(model => model.Type is null or "llm")];
    }

    /// <summary>The native list says only which variant is selected now, the older one what an instance holds. A version without it leaves the question open.</summary>
    private async Task<Dictionary<string, string?>> AskHeldQuantizationsAsync(CancellationToken cancellationToken)
    {
        var answer = await Channel.GetAsync("api/v0/models", AnswerLimit, cancellationToken);
        if (answer.IsKeyRefused)
            throw ServerProblem.Refused(Identity, "GET api/v0/models", answer, Channel.HasKey);
        var models = answer.Read<LmStudioOldModels>()?.Data ?? [];
        return models.Where(model => model.State == "loaded")
            .GroupBy(model => model.Id, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Quantization, StringComparer.Ordinal);
    }

    private Task<ControlAnswer> PostLoadAsync(string key, LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        // unknown fields are rejected, so nothing is sent that was not asked for
        var body = new JsonObject { ["model"] = key, ["echo_load_config"] = true };
        if (options.ContextTokens is { } context)
            body["context_length"] = context;
        if (options.FlashAttention is { } flash && model.Format != ModelFormat.Mlx)
            body["flash_attention"] = flash;
        // hundreds of gigabytes take their time: the plan's limit is in the token
        return Channel.PostAsync("api/v1/models/load", body, Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private async Task<string?> BareKeyAsync(string variantKey, CancellationToken cancellationToken) =>
        (await AskLmStudioModelsAsync(cancellationToken)).FirstOrDefault(model => model.SelectedVariant == variantKey)?.Key;

    private LmStudioLoaded ReadLoaded(LocalModel model, ControlAnswer answer)
    {
        if (answer.ErrorType == "model_not_found" && model.Key.Contains('@', StringComparison.Ordinal))
            throw ServerProblem.VariantNotLoadable(Identity, model, answer);
        var loaded = answer.IsGood ? answer.Read<LmStudioLoaded>() : null;
        return loaded is { Status: null or "loaded" } ? loaded : throw ServerProblem.Refused(Identity, $"the loading of {model.Key}", answer, Channel.HasKey);
    }

    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var greeting = await LmStudioGreeting.ReadAsync(probe, cancellationToken);
        return greeting is not null && await LmStudioGreeting.HasNativeApiAsync(probe, cancellationToken) ? greeting : null;
    }
}
