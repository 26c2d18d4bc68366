namespace LlmObs.Simulator.Streams;

/// <summary>A chat as LM Studio's native v1 API has it: named events, the figures in <c>chat.end</c>.</summary>
internal static class NativeChat
{
    /// <summary><paramref name="withStart"/> is false where <c>chat.start</c> went out before the model was loaded.</summary>
    public static StreamSchedule Stream(Generation generation, bool withStart)
    {
        var builder = new ScheduleBuilder();
        var first = generation.Timing.FirstToken;
        if (withStart)
            Tell(builder, TimeSpan.Zero, "chat.start", new { type = "chat.start", model_instance_id = generation.Loaded.Id });
        Tell(builder, TimeSpan.Zero, "prompt_processing.start", new { type = "prompt_processing.start" });
        Tell(builder, first / 2, "prompt_processing.progress", new { type = "prompt_processing.progress", progress = 0.5 });
        Tell(builder, first, "prompt_processing.end", new { type = "prompt_processing.end" });
        AddPart(builder, generation, "reasoning", WriteKind.Reasoning, generation.Answer.ReasoningTokens, 0);
        AddPart(builder, generation, "message", WriteKind.Answer, generation.Answer.ContentTokens, generation.Answer.ReasoningTokens.Count);
        builder.Add(generation.End, WriteKind.Finish, new { type = "chat.end", result = Result(generation) }, "chat.end");
        return builder.Build();
    }

    public static object Result(Generation generation) => new
    {
        model_instance_id = generation.Loaded.Id,
        output = Output(generation).ToList(),
        stats = LmStudioStats.Native(generation),
        response_id = generation.Id,
    };

    private static void AddPart(ScheduleBuilder builder, Generation generation, string part, WriteKind kind, IReadOnlyList<string> tokens, int before)
    {
        if (tokens.Count == 0)
            return;
        var frame = TextFrame.Of(text => new { type = $"{part}.delta", content = text }, $"{part}.delta");
        Tell(builder, generation.Timing.Due(before), $"{part}.start", new { type = $"{part}.start" });
        for (var index = 0; index < tokens.Count; index++)
            builder.Add(generation.Timing.Due(before + index), kind, frame, tokens[index]);
        Tell(builder, generation.Timing.Due(before + tokens.Count - 1), $"{part}.end", new { type = $"{part}.end" });
    }

    private static void Tell(ScheduleBuilder builder, TimeSpan due, string name, object data) => builder.Add(due, WriteKind.Event, data, name);

    private static IEnumerable<object> Output(Generation generation)
    {
        if (generation.Answer.ReasoningTokens.Count > 0)
            yield return new { type = "reasoning", content = generation.Answer.Reasoning };
        if (generation.Answer.ContentTokens.Count > 0)
            yield return new { type = "message", content = generation.Answer.Content };
    }
}
