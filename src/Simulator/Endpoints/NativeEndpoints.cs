using System.Text.Json;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary>LM Studio's native <c>/api/v1</c>: list, load, unload, chat.</summary>
internal static class NativeEndpoints
{
    private static readonly string[] LoadMembers =
        ["model", "context_length", "echo_load_config", "eval_batch_size", "flash_attention", "num_experts", "offload_kv_cache_to_gpu"];

    public static void MapNative(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/models", (SimulatedMachine machine) => new { models = SimulatedMachine.Models.Select(model => Listed(model, machine)) });
        routes.MapPost("/api/v1/models/load", LoadAsync);
        routes.MapPost("/api/v1/models/unload", UnloadAsync);
        routes.MapPost("/api/v1/chat", ChatAsync);
    }

    private static async Task<IResult> LoadAsync(HttpContext context, SimulatedMachine machine, TimeProvider clock)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return problem;
        if (Unknown(body, LoadMembers) is { } unknown)
            return SimulatorErrors.BadRequest($"Unrecognized key(s) in object: '{unknown}'");
        if (!body.TryGetProperty("model", out var key) || SimulatedMachine.Find(key.GetString() ?? "") is not { } model)
            return SimulatorErrors.NoSuchModel(key.ValueKind == JsonValueKind.String ? key.GetString()! : "");

        int? tokens = body.TryGetProperty("context_length", out var length) && length.TryGetInt32(out var asked) ? asked : null;
        var flash = !body.TryGetProperty("flash_attention", out var attention) || attention.ValueKind != JsonValueKind.False;
        var begun = clock.GetTimestamp();
        var loaded = await machine.LoadAsync(model, tokens, flash, context.RequestAborted);
        return loaded is null
            ? SimulatorErrors.Error(500, "model_load_failed", $"Failed to load model \"{model.Key}\": insufficient memory (simulated 512 GB).")
            : Results.Json(LoadAnswer(loaded, clock.GetElapsedTime(begun), body));
    }

    private static object LoadAnswer(LoadedModel loaded, TimeSpan took, JsonElement body)
    {
        var echo = body.TryGetProperty("echo_load_config", out var wish) && wish.ValueKind == JsonValueKind.True;
        return new
        {
            type = "llm",
            instance_id = loaded.Id,
            load_time_seconds = Math.Round(took.TotalSeconds, 3),
            status = "loaded",
            load_config = echo ? Config(loaded) : null,
        };
    }

    private static async Task<IResult> UnloadAsync(HttpContext context, SimulatedMachine machine)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return problem;
        var id = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("instance_id", out var named) ? named.GetString() ?? "" : "";
        return machine.Unload(id)
            ? Results.Json(new { instance_id = id })
            : SimulatorErrors.Error(404, "model_not_found", $"No loaded instance \"{id}\".");
    }

    private static async Task<IResult> ChatAsync(HttpContext context, ChatDesk desk)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return problem;
        if (ChatAsk.Read(body) is not { } ask)
            return SimulatorErrors.BadRequest("'model' and 'input' are required.");

        var whole = Results.Empty;
        var stopped = context.RequestAborted;
        var refusal = await desk.AnswerAsync(ask, "resp", async talk =>
        {
            if (ask.Stream)
                await NativeStream.WriteAsync(talk, context.Response, stopped);
            else
                whole = await NativeStream.WholeAsync(talk, stopped);
        }, stopped);
        return refusal ?? whole;
    }

    private static object Listed(SimulatedModel model, SimulatedMachine machine) => new
    {
        type = "llm",
        publisher = model.Publisher,
        key = model.Key,
        display_name = model.DisplayName,
        architecture = model.Architecture,
        quantization = new { name = model.Quantization, bits_per_weight = (double?)null },
        size_bytes = model.SizeBytes,
        params_string = (string?)null,
        loaded_instances = machine.InstancesOf(model).Select(loaded => new { id = loaded.Id, config = Config(loaded) }),
        max_context_length = model.MaximumContextTokens,
        format = model.Format,
        capabilities = new { vision = false, trained_for_tool_use = true },
        variants = new[] { model.Key },
        selected_variant = model.Key,
    };

    private static object Config(LoadedModel loaded) => new
    {
        context_length = loaded.ContextTokens,
        eval_batch_size = 512,
        parallel = loaded.ParallelSlots,
        flash_attention = loaded.FlashAttention,
        offload_kv_cache_to_gpu = true,
    };

    private static string? Unknown(JsonElement body, string[] known) => body.ValueKind != JsonValueKind.Object
        ? "(no object)"
        : body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
}
