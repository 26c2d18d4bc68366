using System.Text.Json;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Endpoints;

/// <summary>LM Studio's native <c>/api/v1/models</c>: list, load, unload.</summary>
internal static class NativeModelEndpoints
{
    private static readonly string[] LoadMembers =
        ["model", "context_length", "echo_load_config", "eval_batch_size", "flash_attention", "num_experts", "offload_kv_cache_to_gpu"];

    private static readonly string[] UnloadMembers = ["instance_id"];

    public static void MapNativeModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/models", (SimulatedMachine machine, ModelDisk disk) => new { models = disk.Models.Select(model => Listed(model, machine)) });
        routes.MapPost("/api/v1/models/load", LoadAsync);
        routes.MapPost("/api/v1/models/unload", UnloadAsync);
    }

    private static async Task<IResult> LoadAsync(HttpContext context, SimulatedMachine machine, ModelDisk disk, SimulatorOptions options)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if ((problem ?? RequestBody.RefuseUnknown(body, LoadMembers)) is { } refusal)
            return refusal;
        if (!body.TryGetProperty("model", out var key) || key.ValueKind != JsonValueKind.String)
            return SimulatorErrors.BadRequest("\"model\" is required", "model");
        if (disk.Find(key.GetString()!) is not { } model)
            return SimulatorErrors.NoSuchModel(key.GetString()!);
        if (Wish(body) is not { } wish)
            return SimulatorErrors.BadRequest("context_length and eval_batch_size must be positive integers, flash_attention and offload_kv_cache_to_gpu booleans");

        var loaded = await machine.LoadAsync(model, wish, null, options.IgnoresAbort ? CancellationToken.None : context.RequestAborted);
        return loaded is null ? SimulatorErrors.DoesNotFit(model) : Results.Json(Loaded(loaded, IsTrue(body, "echo_load_config")));
    }

    private static async Task<IResult> UnloadAsync(HttpContext context, SimulatedMachine machine)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if ((problem ?? RequestBody.RefuseUnknown(body, UnloadMembers)) is { } refusal)
            return refusal;
        if (!body.TryGetProperty("instance_id", out var named) || named.ValueKind != JsonValueKind.String)
            return SimulatorErrors.BadRequest("\"instance_id\" is required", "instance_id");
        var id = named.GetString()!;
        return machine.Unload(id)
            ? Results.Json(new { instance_id = id })
            : SimulatorErrors.Error(404, "model_not_found", $"No loaded instance \"{id}\". See loaded_instances of GET /api/v1/models.");
    }

    /// <summary>Null where a value makes no sense.</summary>
    private static LoadWish? Wish(JsonElement body)
    {
        if (!IsPositive(body, "context_length", out var context) || !IsPositive(body, "eval_batch_size", out var batch)
            || !IsFlag(body, "flash_attention", out var flash) || !IsFlag(body, "offload_kv_cache_to_gpu", out var offload))
            return null;
        return new LoadWish { ContextTokens = context, EvalBatchSize = batch, FlashAttention = flash, OffloadsCache = offload };
    }

    private static bool IsPositive(JsonElement body, string name, out int? value)
    {
        value = body.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number) && number > 0 ? number : null;
        return value is not null || found.ValueKind == JsonValueKind.Undefined;
    }

    private static bool IsFlag(JsonElement body, string name, out bool? value)
    {
        value = body.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.True or JsonValueKind.False ? found.GetBoolean() : null;
        return value is not null || found.ValueKind == JsonValueKind.Undefined;
    }

    private static bool IsTrue(JsonElement body, string name) => body.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.True;

    /// <summary>What was asked is echoed even where less was given: only the list tells.</summary>
    private static Dictionary<string, object> Loaded(LoadedModel loaded, bool echo)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "llm",
            ["instance_id"] = loaded.Id,
            ["load_time_seconds"] = Math.Round(loaded.LoadTime.TotalSeconds, 3),
            ["status"] = "loaded",
        };
        if (echo)
            members.Add("load_config", Config(loaded, loaded.AskedContextTokens));
        return members;
    }

    private static object Listed(SimulatedModel model, SimulatedMachine machine) => new
    {
        type = "llm",
        publisher = model.Publisher,
        key = model.Key,
        display_name = model.DisplayName,
        architecture = model.Architecture,
        quantization = new { name = model.Quantization, bits_per_weight = model.BitsPerWeight },
        size_bytes = model.SizeBytes,
        params_string = model.Parameters,
        loaded_instances = machine.InstancesOf(model).Select(loaded => new { id = loaded.Id, config = Config(loaded, loaded.ContextTokens) }),
        max_context_length = model.MaximumContextTokens,
        format = model.Format,
        capabilities = new { vision = false, trained_for_tool_use = true },
        description = "Simulated: this model does not exist.",
        variants = new[] { model.Key },
        selected_variant = model.Key,
    };

    private static object Config(LoadedModel loaded, int contextTokens) => new
    {
        context_length = contextTokens,
        eval_batch_size = loaded.EvalBatchSize,
        parallel = loaded.ParallelSlots,
        flash_attention = loaded.FlashAttention,
        offload_kv_cache_to_gpu = loaded.OffloadsCache,
    };
}
