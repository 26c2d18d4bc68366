using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Refusals;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary><c>/v1</c> and LM Studio's older <c>/api/v0</c>, which differ in what they say beside the answer.</summary>
internal static class OpenAiEndpoints
{
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (ModelDisk disk) => List(disk.Models.Select(model => new { id = model.Key, @object = "model", owned_by = "organization_owner" })));
        routes.MapPost("/v1/chat/completions", (HttpContext context, ChatDesk desk, ResponseWriter writer) => ChatAsync(context, desk, writer, withStats: false));
        routes.MapGet("/api/v0/models", (SimulatedMachine machine, ModelDisk disk) => List(disk.Models.SelectMany(model => All(model, machine))));
        routes.MapGet("/api/v0/models/{**key}", (string key, SimulatedMachine machine, ModelDisk disk) => disk.Find(key) is { } model
            ? Results.Json(Older(model, machine.InstancesOf(model).FirstOrDefault()))
            : SimulatorErrors.NoSuchModel(key));
        routes.MapPost("/api/v0/chat/completions", (HttpContext context, ChatDesk desk, ResponseWriter writer) => ChatAsync(context, desk, writer, withStats: true));
    }

    private static async Task<IResult> ChatAsync(HttpContext context, ChatDesk desk, ResponseWriter writer, bool withStats)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return problem;
        if (ChatAsk.Read(body) is not { } ask)
            return SimulatorErrors.BadRequest("'messages' field is required", "messages");

        var refusal = await desk.AnswerAsync(ask, "chatcmpl", null, generation => ask.Stream
            ? writer.StreamAsync(context.Response, generation, OpenAiChat.Stream(generation, ask.IncludeUsage, withStats))
            : writer.WholeAsync(context.Response, generation, OpenAiChat.Whole(generation, withStats)), context.RequestAborted);
        return refusal ?? Results.Empty;
    }

    private static object List(IEnumerable<object> models) => new { @object = "list", data = models };

    /// <summary>A model that is loaded twice stands there twice, each time as its instance is called.</summary>
    private static IEnumerable<object> All(SimulatedModel model, SimulatedMachine machine) => machine.InstancesOf(model).Select(LoadedModel? (loaded) => loaded).DefaultIfEmpty().Select(loaded => Older(model, loaded));

    private static object Older(SimulatedModel model, LoadedModel? loaded)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = loaded?.Id ?? model.Key,
            ["object"] = "model",
            ["type"] = "llm",
            ["publisher"] = model.Publisher,
            ["arch"] = model.Architecture,
            ["compatibility_type"] = model.Format,
            ["quantization"] = model.Quantization,
            ["state"] = "not-loaded",
            ["max_context_length"] = model.MaximumContextTokens,
        };
        if (loaded is not null)
        {
            members["state"] = "loaded";
            members["loaded_context_length"] = loaded.ContextTokens;
        }
        return members;
    }
}
