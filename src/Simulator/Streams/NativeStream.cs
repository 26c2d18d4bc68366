namespace LlmObs.Simulator.Streams;

/// <summary>A chat as LM Studio's native v1 API streams it: named events, the figures in <c>chat.end</c>.</summary>
internal static class NativeStream
{
    public static async Task WriteAsync(Conversation talk, HttpResponse response, CancellationToken cancellationToken)
    {
        var writer = new EventWriter(response, talk.Truth, talk.Clock);
        writer.Begin();
        Task Tell(string name, object data, string what = "event") => writer.WriteAsync(data, what, name, cancellationToken);

        await Tell("chat.start", new { type = "chat.start", model_instance_id = talk.Loaded.Id });
        await Tell("prompt_processing.start", new { type = "prompt_processing.start" });
        await talk.WaitUntilAsync(talk.Schedule.FirstTokenAt / 2, cancellationToken);
        await Tell("prompt_processing.progress", new { type = "prompt_processing.progress", progress = 0.5 });
        await talk.WaitUntilAsync(talk.Schedule.FirstTokenAt, cancellationToken);
        await Tell("prompt_processing.end", new { type = "prompt_processing.end" });
        await WriteTokensAsync(talk, Tell, cancellationToken);
        await Tell("chat.end", new { type = "chat.end", result = Result(talk) });
    }

    public static async Task<IResult> WholeAsync(Conversation talk, CancellationToken cancellationToken)
    {
        await talk.WaitUntilAsync(talk.Schedule.FirstTokenAt + talk.Schedule.GenerationTime, cancellationToken);
        return Results.Json(Result(talk));
    }

    private static async Task WriteTokensAsync(Conversation talk, Func<string, object, string, Task> tell, CancellationToken cancellationToken)
    {
        string? open = null;
        await foreach (var token in talk.TokensAsync(cancellationToken))
        {
            var part = token.IsReasoning ? "reasoning" : "message";
            if (part != open)
                await SwitchAsync(open, part, tell);
            open = part;
            await tell($"{part}.delta", new { type = $"{part}.delta", content = token.Text }, token.IsReasoning ? "reasoning" : "answer");
        }
        await SwitchAsync(open, null, tell);
    }

    private static async Task SwitchAsync(string? from, string? to, Func<string, object, string, Task> tell)
    {
        if (from is not null)
            await tell($"{from}.end", new { type = $"{from}.end" }, "event");
        if (to is not null)
            await tell($"{to}.start", new { type = $"{to}.start" }, "event");
    }

    private static object Result(Conversation talk) => new
    {
        model_instance_id = talk.Loaded.Id,
        output = new[] { Output(talk, "reasoning", isReasoning: true), Output(talk, "message", isReasoning: false) },
        stats = new
        {
            input_tokens = talk.Schedule.PromptTokens,
            total_output_tokens = talk.Schedule.Tokens.Count,
            reasoning_output_tokens = talk.Schedule.ReasoningTokens,
            tokens_per_second = talk.Schedule.GenerationTime > TimeSpan.Zero ? talk.Schedule.Tokens.Count / talk.Schedule.GenerationTime.TotalSeconds : 0,
            time_to_first_token_seconds = talk.Schedule.FirstTokenAt.TotalSeconds,
        },
        response_id = talk.Id,
    };

    private static object Output(Conversation talk, string type, bool isReasoning) =>
        new { type, content = string.Concat(talk.Schedule.Tokens.Where(token => token.IsReasoning == isReasoning).Select(token => token.Text)) };
}
