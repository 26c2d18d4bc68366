using System.Text.Json;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary><c>/v1</c> and LM Studio's older <c>/api/v0</c>, which differ in what they say beside the answer.</summary>
internal static class OpenAiEndpoints
{
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", () => new { @object = "list", data = SimulatedMachine.Models.Select(model => new { id = model.Key, @object = "model", owned_by = "organization_owner" }) });
        routes.MapPost("/v1/chat/completions", (HttpContext context, ChatDesk desk) => ChatAsync(context, desk, withStats: false));
        routes.MapGet("/api/v0/models", (SimulatedMachine machine) => new { @object = "list", data = SimulatedMachine.Models.Select(model => V0Model(model, machine)) });
        routes.MapPost("/api/v0/chat/completions", (HttpContext context, ChatDesk desk) => ChatAsync(context, desk, withStats: true));
    }

    private static async Task<IResult> ChatAsync(HttpContext context, ChatDesk desk, bool withStats)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return problem;
        if (ChatAsk.Read(body) is not { } ask)
            return SimulatorErrors.BadRequest("'model' and 'messages' are required.");

        var whole = Results.Empty;
        var stopped = context.RequestAborted;
        var refusal = await desk.AnswerAsync(ask, "chatcmpl", async talk =>
        {
            if (ask.Stream)
                await OpenAiStream.WriteAsync(talk, context.Response, ask, withStats, stopped);
            else
                whole = await OpenAiStream.WholeAsync(talk, withStats, stopped);
        }, stopped);
        return refusal ?? whole;
    }

    private static object V0Model(SimulatedModel model, SimulatedMachine machine)
    {
        var loaded = machine.InstancesOf(model).FirstOrDefault();
        return new
        {
            id = model.Key,
            @object = "model",
            type = "llm",
            publisher = model.Publisher,
            arch = model.Architecture,
            compatibility_type = model.Format,
            quantization = model.Quantization,
            state = loaded is null ? "not-loaded" : "loaded",
            max_context_length = model.MaximumContextTokens,
            loaded_context_length = loaded?.ContextTokens,
        };
    }
}

/// <summary>Reads a body as JSON, or says why it is none.</summary>
internal static class RequestBody
{
    public static async Task<(JsonElement Body, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        try
        {
            return (await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted), null);
        }
        catch (JsonException broken)
        {
            return (default, SimulatorErrors.BadRequest($"The body is no JSON: {broken.Message}"));
        }
    }
}
