using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Dialects;

/// <summary>vLLM with <c>--enable-per-request-metrics</c>: the figures of a request in its usage chunk.</summary>
internal static class VllmFace
{
    private static readonly Face Face = new()
    {
        Dialect = SimulatedDialect.Vllm,
        Form = new StreamForm
        {
            Opening = new { role = "assistant", content = "" },
            Thinking = text => new { reasoning = text },
            Speaking = text => new { content = text },
            Ending = new { content = "" },
            Usage = StreamForm.UsageWithCache,
            Report = generation => ("metrics", Metrics(generation)),
        },
        Error = (status, message) => new { error = new { message, type = status switch { 404 => "NotFoundError", 400 => "BadRequestError", _ => "InternalServerError" }, param = (string?)null, code = status } },
        Product = "uvicorn",
    };

    public static void MapVllm(this WebApplication app)
    {
        Face.Map(app);
        app.MapGet("/health", () => Results.Ok());
        app.MapGet("/version", () => new { version = "0.27.1+simulated" });
        app.MapGet("/v1/models", (SimulatedMachine machine) => new { @object = "list", data = machine.Loaded.Select(Listed) });
    }

    private static object Listed(LoadedModel loaded) => new
    {
        id = Face.Name(loaded.Model),
        @object = "model",
        owned_by = "vllm",
        root = Face.Name(loaded.Model),
        parent = (string?)null,
        max_model_len = loaded.ContextTokens,
        permission = Array.Empty<object>(),
    };

    /// <summary>Its words: TTFT from the scheduling on, tokens per second over prefill and decode together.</summary>
    private static object Metrics(Generation generation)
    {
        var tokens = generation.Answer.TokenCount;
        return new
        {
            time_to_first_token_ms = generation.Timing.FirstToken.TotalMilliseconds,
            generation_time_ms = generation.DecodeTime.TotalMilliseconds,
            queue_time_ms = generation.QueueTime.TotalMilliseconds,
            mean_itl_ms = tokens > 1 ? generation.DecodeTime.TotalMilliseconds / (tokens - 1) : (double?)null,
            tokens_per_second = tokens / generation.End.TotalSeconds,
        };
    }
}
