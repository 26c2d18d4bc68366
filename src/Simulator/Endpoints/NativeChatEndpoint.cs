using LlmObs.Simulator.Refusals;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary>LM Studio's native <c>/api/v1/chat</c>.</summary>
internal static class NativeChatEndpoint
{
    private static readonly string[] Members =
    [
        "model", "input", "system_prompt", "integrations", "stream", "temperature", "top_p", "top_k", "min_p", "repeat_penalty",
        "max_output_tokens", "reasoning", "context_length", "store", "previous_response_id", "seed",
    ];

    public static void MapNativeChat(this IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/chat", ChatAsync);

    private static async Task<IResult> ChatAsync(HttpContext context, ChatDesk desk, ResponseWriter writer)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if ((problem ?? RequestBody.RefuseUnknown(body, Members)) is { } refusal)
            return refusal;
        if (ChatAsk.Read(body) is not { } ask)
            return SimulatorErrors.BadRequest("\"input\" is required", "input");
        if (ask.Model.Length == 0)
            return SimulatorErrors.BadRequest("\"model\" is required", "model");

        var loading = ask.Stream ? new LoadEvents(context.Response) : null;
        var failed = await desk.AnswerAsync(ask, "resp", loading, generation => ask.Stream
            ? writer.StreamAsync(context.Response, generation, NativeChat.Stream(generation, withStart: loading is { HasBegun: false }))
            : writer.WholeAsync(context.Response, generation, NativeChat.Result(generation)), context.RequestAborted);
        if (failed is not null && loading is { HasBegun: true })
            await loading.FailAsync($"Failed to load model \"{ask.Model}\", or the prompt does not fit it (simulated).");
        return failed is null || loading is { HasBegun: true } ? Results.Empty : failed;
    }
}
