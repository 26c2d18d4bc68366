namespace LlmObs.Simulator.Streams;

/// <summary>A chat completion as OpenAI's API streams it; LM Studio's own v0 adds its figures to the last chunk.</summary>
internal static class OpenAiStream
{
    public static async Task WriteAsync(Conversation talk, HttpResponse response, ChatAsk ask, bool withStats, CancellationToken cancellationToken)
    {
        var writer = new EventWriter(response, talk.Truth, talk.Clock);
        writer.Begin();
        await writer.WriteAsync(Chunk(talk, new { role = "assistant", content = "" }, null), "role", null, cancellationToken);
        await foreach (var token in talk.TokensAsync(cancellationToken))
        {
            object delta = token.IsReasoning ? new { reasoning_content = token.Text } : new { content = token.Text };
            await writer.WriteAsync(Chunk(talk, delta, null), token.IsReasoning ? "reasoning" : "answer", null, cancellationToken);
        }
        await writer.WriteAsync(Chunk(talk, new { }, talk.Schedule.FinishReason, withStats ? Stats(talk) : null), "finish", null, cancellationToken);
        if (ask.IncludeUsage)
            await writer.WriteAsync(UsageChunk(talk), "usage", null, cancellationToken);
        await writer.WriteRawAsync("data: [DONE]\n\n"u8.ToArray(), "done", cancellationToken);
    }

    /// <summary>The same answer in one piece, when it is complete.</summary>
    public static async Task<IResult> WholeAsync(Conversation talk, bool withStats, CancellationToken cancellationToken)
    {
        var tokens = talk.Schedule.Tokens;
        await talk.WaitUntilAsync(tokens.Count == 0 ? TimeSpan.Zero : tokens[^1].Due, cancellationToken);
        var message = new
        {
            role = "assistant",
            content = string.Concat(tokens.Where(token => !token.IsReasoning).Select(token => token.Text)),
            reasoning_content = string.Concat(tokens.Where(token => token.IsReasoning).Select(token => token.Text)),
        };
        return Results.Json(new
        {
            id = talk.Id,
            @object = "chat.completion",
            created = Created(talk),
            model = talk.Loaded.Id,
            system_fingerprint = "simulated",
            choices = new[] { new { index = 0, message, finish_reason = talk.Schedule.FinishReason } },
            usage = Usage(talk),
            stats = withStats ? Stats(talk) : null,
            model_info = withStats ? ModelInfo(talk) : null,
            runtime = withStats ? Runtime(talk) : null,
        });
    }

    private static object Chunk(Conversation talk, object delta, string? finishReason, object? stats = null)
    {
        var choices = new[] { new { index = 0, delta, logprobs = (object?)null, finish_reason = finishReason } };
        var (id, created, model) = (talk.Id, Created(talk), talk.Loaded.Id);
        return stats is null
            ? new { id, @object = "chat.completion.chunk", created, model, system_fingerprint = "simulated", choices }
            : new { id, @object = "chat.completion.chunk", created, model, system_fingerprint = "simulated", choices, stats, model_info = ModelInfo(talk), runtime = Runtime(talk) };
    }

    private static object UsageChunk(Conversation talk) => new
    {
        id = talk.Id,
        @object = "chat.completion.chunk",
        created = Created(talk),
        model = talk.Loaded.Id,
        system_fingerprint = "simulated",
        choices = Array.Empty<object>(),
        usage = Usage(talk),
    };

    private static object Usage(Conversation talk) => new
    {
        prompt_tokens = talk.Schedule.PromptTokens,
        completion_tokens = talk.Schedule.Tokens.Count,
        total_tokens = talk.Schedule.PromptTokens + talk.Schedule.Tokens.Count,
        completion_tokens_details = new { reasoning_tokens = talk.Schedule.ReasoningTokens },
    };

    private static object Stats(Conversation talk) => new
    {
        tokens_per_second = talk.Schedule.GenerationTime > TimeSpan.Zero ? talk.Schedule.Tokens.Count / talk.Schedule.GenerationTime.TotalSeconds : 0,
        time_to_first_token = talk.Schedule.FirstTokenAt.TotalSeconds,
        generation_time = talk.Schedule.GenerationTime.TotalSeconds,
        stop_reason = talk.Schedule.FinishReason == "stop" ? "eosFound" : "maxPredictedTokensReached",
    };

    private static object ModelInfo(Conversation talk) => new
    {
        arch = talk.Loaded.Model.Architecture,
        quant = talk.Loaded.Model.Quantization,
        format = talk.Loaded.Model.Format,
        context_length = talk.Loaded.ContextTokens,
    };

    private static object Runtime(Conversation talk) => new { name = $"simulated-{talk.Loaded.Model.Format}", version = "1.0.0", supported_formats = new[] { talk.Loaded.Model.Format } };

    private static long Created(Conversation talk) => talk.Clock.GetUtcNow().ToUnixTimeSeconds();
}
