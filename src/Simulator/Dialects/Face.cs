using System.Text.Json;
using LlmObs.Simulator.Endpoints;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Dialects;

/// <summary>What the faces of the OpenAI-compatible servers share: one chat endpoint, whose chunks, names and refusals are the server's own.</summary>
internal sealed record Face
{
    public required SimulatedDialect Dialect { get; init; }

    public required StreamForm Form { get; init; }

    /// <summary>Its error body for a status and words.</summary>
    public required Func<int, string, object> Error { get; init; }

    /// <summary>What it calls itself in the Server header; null leaves that out.</summary>
    public string? Product { get; init; }

    /// <summary>llama-server with one model answers with it, whatever a request names.</summary>
    public bool AnswersWhateverIsNamed { get; init; }

    /// <summary>Ollama and mlx_lm load what a request names; the others have no such model.</summary>
    public bool LoadsWhatIsNamed { get; init; }

    public string Name(SimulatedModel model) => ModelNames.Of(model, Dialect);

    public IResult Refuse(int status, string message) => Results.Json(Error(status, message), statusCode: status);

    public void Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (Product is not null)
                context.Response.Headers.Server = Product;
            return next(context);
        });
        app.MapPost("/v1/chat/completions", ChatAsync);
    }

    private async Task<IResult> ChatAsync(HttpContext context, ChatDesk desk, ResponseWriter writer, SimulatedMachine machine)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return Translated(problem);
        if (ChatAsk.Read(body) is not { } ask)
            return Refuse(400, "'messages' is required");
        if (Resolve(ask, machine) is not { } resolved)
            return Refuse(404, $"The model `{ask.Model}` does not exist. (simulated)");
        var refusal = await desk.AnswerAsync(resolved, "chatcmpl", null, generation =>
        {
            var chat = new FormedChat(Form, Name(generation.Model), generation);
            return ask.Stream
                ? writer.StreamAsync(context.Response, generation, chat.Stream(ask.IncludeUsage))
                : writer.WholeAsync(context.Response, generation, chat.Whole());
        }, context.RequestAborted);
        return refusal is null ? Results.Empty : Translated(refusal);
    }

    /// <summary>Under the machine's own name; null where the server has no such model.</summary>
    private ChatAsk? Resolve(ChatAsk ask, SimulatedMachine machine)
    {
        if (AnswersWhateverIsNamed || (Dialect is SimulatedDialect.MlxLm && ask.Model is "default_model"))
            return ask with { Model = "" };
        var model = ModelNames.Find(ask.Model, Dialect);
        return model is not null && (LoadsWhatIsNamed || machine.FindLoaded(model.Key) is not null) ? ask with { Model = model.Key } : null;
    }

    /// <summary>The machine says no in LM Studio's form: the same in this one.</summary>
    public IResult Translated(IResult refusal)
    {
        var error = JsonSerializer.SerializeToElement((refusal as IValueHttpResult)?.Value).GetProperty("error");
        return Refuse((refusal as IStatusCodeHttpResult)?.StatusCode ?? 500, error.GetProperty("message").GetString()!);
    }
}
