namespace LlmObs.Simulator.Streams;

/// <summary>A chat completion as OpenAI's API has it, streamed or whole; LM Studio's own v0 adds its figures.</summary>
internal static class OpenAiChat
{
    /// <summary>Role at once, a chunk for each token, then finish, usage and the end mark right after the last token.</summary>
    public static StreamSchedule Stream(Generation generation, bool includeUsage, bool withStats)
    {
        var builder = new ScheduleBuilder();
        builder.Add(TimeSpan.Zero, WriteKind.Role, Chunk(generation, new { role = "assistant", content = "" }));
        AddTokens(builder, generation);
        builder.Add(generation.End, WriteKind.Finish, Finish(generation, withStats));
        if (includeUsage)
            builder.Add(generation.End, WriteKind.Usage, UsageChunk(generation));
        builder.AddDone(generation.End);
        return builder.Build();
    }

    public static object Whole(Generation generation, bool withStats)
    {
        var reasoning = generation.Answer.ReasoningTokens.Count == 0 ? null : generation.Answer.Reasoning;
        object message = reasoning is null
            ? new { role = "assistant", content = generation.Answer.Content }
            : new { role = "assistant", content = generation.Answer.Content, reasoning_content = reasoning };
        return Members(generation, "chat.completion",
            [
                ("choices", new[] { new { index = 0, message, logprobs = (object?)null, finish_reason = generation.Answer.FinishReason } }),
                ("usage", Usage(generation)),
                .. withStats ? LmStudioStats.Members(generation) : [],
            ]);
    }

    private static void AddTokens(ScheduleBuilder builder, Generation generation)
    {
        var answer = generation.Answer;
        var thinking = TextFrame.Of(text => Chunk(generation, new { reasoning_content = text }));
        var speaking = TextFrame.Of(text => Chunk(generation, new { content = text }));
        for (var index = 0; index < answer.TokenCount; index++)
        {
            var left = index - answer.ReasoningTokens.Count;
            if (left < 0)
                builder.Add(generation.Timing.Due(index), WriteKind.Reasoning, thinking, answer.ReasoningTokens[index]);
            else
                builder.Add(generation.Timing.Due(index), WriteKind.Answer, speaking, answer.ContentTokens[left]);
        }
    }

    private static Dictionary<string, object?> Chunk(Generation generation, object delta, string? finishReason = null) =>
        Members(generation, "chat.completion.chunk", [("choices", new[] { new { index = 0, delta, logprobs = (object?)null, finish_reason = finishReason } })]);

    private static Dictionary<string, object?> Finish(Generation generation, bool withStats)
    {
        var chunk = Chunk(generation, new { }, generation.Answer.FinishReason);
        foreach (var (name, value) in withStats ? LmStudioStats.Members(generation) : [])
            chunk.Add(name, value);
        return chunk;
    }

    private static Dictionary<string, object?> UsageChunk(Generation generation) =>
        Members(generation, "chat.completion.chunk", [("choices", Array.Empty<object>()), ("usage", Usage(generation))]);

    /// <summary>Cached tokens are not told, as LM Studio does not tell them.</summary>
    private static object Usage(Generation generation) => new
    {
        prompt_tokens = generation.Load.PromptTokens,
        completion_tokens = generation.Answer.TokenCount,
        total_tokens = generation.Load.PromptTokens + generation.Answer.TokenCount,
        completion_tokens_details = new { reasoning_tokens = generation.Answer.ReasoningTokens.Count },
    };

    private static Dictionary<string, object?> Members(Generation generation, string kind, (string Name, object? Value)[] more)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = generation.Id,
            ["object"] = kind,
            ["created"] = generation.Created.ToUnixTimeSeconds(),
            ["model"] = generation.Loaded.Id,
            ["system_fingerprint"] = "simulated",
        };
        foreach (var (name, value) in more)
            members.Add(name, value);
        return members;
    }
}
