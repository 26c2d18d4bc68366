using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using LlmObs.Simulator.Endpoints;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>llama-server as a router: a load call is answered at once, and the list says how it goes.</summary>
internal sealed class LlamaCppRouterFace(SimulatedMachine machine, SimulatorOptions options)
{
    private static readonly Face Face = new()
    {
        Dialect = SimulatedDialect.LlamaCppRouter,
        Form = LlamaCppForm.Chunks,
        Error = LlamaCppForm.Error,
        Product = LlamaCppForm.Product,
    };

    private readonly ConcurrentDictionary<string, Task<LoadedModel?>> _loading = new(StringComparer.Ordinal);

    private static IEnumerable<SimulatedModel> Models => SimulatedMachine.Models.Where(model => model.Format == "gguf");

    public void Map(WebApplication app)
    {
        Face.Map(app);
        app.MapGet("/health", () => new { status = "ok" });
        app.MapGet("/props", () => new { role = "router", max_instances = 4, models_autoload = false, model_alias = "llama-server", model_path = "none", default_generation_settings = new { n_ctx = 0 }, build_info = LlamaCppForm.Build });
        app.MapGet("/v1/models", List);
        app.MapGet("/models", List);
        app.MapPost("/models/load", (Delegate)LoadAsync);
        app.MapPost("/models/unload", (Delegate)UnloadAsync);
    }

    private object List() => new { @object = "list", data = Models.Select(Listed).ToList() };

    private async Task<IResult> LoadAsync(HttpContext context)
    {
        var (model, refusal) = await NamedAsync(context);
        if (model is null)
            return refusal!;
        if (State(model) is not "unloaded")
            return Face.Refuse(400, "model is already running");
        // whoever asked need not wait for it: it goes on when he has hung up
        _loading[model.Key] = machine.LoadAsync(model, new LoadWish { ContextTokens = options.ContextTokens }, null, CancellationToken.None);
        return Results.Json(new { success = true });
    }

    private async Task<IResult> UnloadAsync(HttpContext context)
    {
        var (model, refusal) = await NamedAsync(context);
        if (model is null)
            return refusal!;
        _loading.TryRemove(model.Key, out _);
        return machine.FindLoaded(model.Key) is { } loaded && machine.Unload(loaded.Id) ? Results.Json(new { success = true }) : Face.Refuse(400, "model is not running");
    }

    private static async Task<(SimulatedModel? Model, IResult? Refusal)> NamedAsync(HttpContext context)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return (null, Face.Translated(problem));
        var name = body.TryGetProperty("model", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        return ModelNames.Find(name, SimulatedDialect.LlamaCppRouter) is { } model ? (model, null) : (null, Face.Refuse(404, "model not found"));
    }

    /// <summary>One that does not fit ends as its process would: unloaded, failed.</summary>
    private string State(SimulatedModel model) =>
        machine.FindLoaded(model.Key) is not null ? "loaded" : _loading.TryGetValue(model.Key, out var loading) && !loading.IsCompleted ? "loading" : "unloaded";

    private object Listed(SimulatedModel model)
    {
        var (state, loaded) = (State(model), machine.FindLoaded(model.Key));
        var hasFailed = state is "unloaded" && _loading.ContainsKey(model.Key);
        var args = new[] { "llama-server", "--ctx-size", options.ContextTokens.ToString(CultureInfo.InvariantCulture), "--model", ModelNames.Path(model) };
        return new
        {
            id = Face.Name(model),
            @object = "model",
            owned_by = "llamacpp",
            status = hasFailed ? (object)new { value = state, failed = true, exit_code = 1, args } : new { value = state, args },
            context_length = model.MaximumContextTokens,
            meta = loaded is null ? null : (object)new { n_ctx = loaded.ContextTokens, n_ctx_train = model.MaximumContextTokens, size = model.SizeBytes, ftype = ModelNames.FileType(model) },
        };
    }
}
