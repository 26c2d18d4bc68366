using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>LM Studio over its native v1 API: list, load with settings, confirm, unload. The Simulator speaks the same.</summary>
internal sealed class LmStudioServer(ServerConnection connection) : LlmServer(connection)
{
    /// <summary>A hung server must not keep the program from ending: unloading is the last thing it does.</summary>
    private static readonly TimeSpan UnloadLimit = TimeSpan.FromMinutes(2);

    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "lm_studio",
        Name = "LM Studio",
        UsualPort = 1234,
        StartCommand = "lms server start",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new LmStudioServer(connection),
    };

    public override bool CanLoad => true;

    public override IModelDownloads Downloads { get; } = new LmStudioDownloads(connection.Identity, connection.Channel);

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
        var answer = await PostLoadAsync(model.Key, model, options, cancellationToken);
        // LM Studio lists a variant as key@quant, yet some versions load the selected one only by its bare key
        if (answer.ErrorType == "model_not_found" && await BareKeyAsync(model.Key, cancellationToken) is { } bareKey)
            answer = await PostLoadAsync(bareKey, model, options, cancellationToken);
        var loaded = ReadLoaded(model, answer);
        var instance = new LmStudioInstance(loaded.InstanceId, loaded.LoadConfig).ToInstance();
        var listed = await ListModelsAsync(cancellationToken);
        if (LoadVerifier.Verify(model, options, instance, listed) is { } reason)
            throw new ServerException($"{reason} {await TakeBackAsync(instance.Id, cancellationToken)}") { Cause = LoadFailureCause.NotAsAsked };
        return new LoadedModel
        {
            Instance = listed.SelectMany(one => one.Instances).First(one => one.Id == instance.Id),
            ReportedLoadTime = loaded.LoadTimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    public override async Task UnloadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var answer = await Channel.PostAsync("api/v1/models/unload", new JsonObject { ["instance_id"] = instanceId }, UnloadLimit, cancellationToken);
        if (!answer.IsGood)
            throw ServerProblem.Refused(Identity, $"the unloading of {instanceId}", answer, Channel.HasKey);
    }

    /// <summary>Only a v0 answer tells the engine and its version, so one token is asked for. Never of a model that is not in memory: that would load it.</summary>
    public override async Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken)
    {
        var listed = await ListModelsAsync(cancellationToken);
        if (!listed.SelectMany(model => model.Instances).Any(instance => instance.Id == instanceId))
            return null;
        var message = new JsonObject { ["role"] = "user", ["content"] = "." };
        var body = new JsonObject { ["model"] = instanceId, ["messages"] = new JsonArray(message), ["max_tokens"] = 1, ["stream"] = false };
        var answer = await Channel.PostAsync("api/v0/chat/completions", body, AnswerLimit, cancellationToken);
        return answer.IsGood && answer.Member("runtime") is { ValueKind: JsonValueKind.Object } runtime ? RuntimeName(runtime) : null;
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

    private async Task<string> TakeBackAsync(string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            await UnloadAsync(instanceId, cancellationToken);
            return "It was unloaded again.";
        }
        catch (ServerException problem)
        {
            return $"It could not be unloaded again: {problem.Message}";
        }
    }

    private static string? RuntimeName(JsonElement runtime)
    {
        var parts = new[] { "name", "version" }.Select(name => runtime.TryGetProperty(name, out var part) ? part.GetString() : null).OfType<string>();
        return string.Join(' ', parts) is { Length: > 0 } name ? name : null;
    }

    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var greeting = await probe.GetAsync("lmstudio-greeting", cancellationToken);
        if (!greeting.IsGood || greeting.Member("lmstudio") is not { ValueKind: JsonValueKind.True })
            return null;
        // a real LM Studio tells no version
        var simulator = greeting.TextMember("simulator");
        return new Greeting(simulator, IsSimulated: simulator is not null);
    }
}
