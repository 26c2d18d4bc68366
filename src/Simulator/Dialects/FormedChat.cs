using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Dialects;

/// <summary>A chat completion in a server's own form, streamed or whole, at the times of its generation.</summary>
internal sealed class FormedChat(StreamForm form, string model, Generation generation)
{
    public StreamSchedule Stream(bool includeUsage)
    {
        var builder = new ScheduleBuilder();
        if (form.Opening is { } opening)
            builder.Add(TimeSpan.Zero, WriteKind.Role, Chunk(opening));
        AddTokens(builder);
        builder.Add(generation.End, WriteKind.Finish, Chunk(form.Ending, generation.Answer.FinishReason));
        if (includeUsage || (form.ReportsUnasked && form.Report(generation) is not null))
            builder.Add(generation.End, WriteKind.Usage, Last(includeUsage));
        builder.AddDone(generation.End);
        return builder.Build();
    }

    public object Whole()
    {
        var message = new Dictionary<string, object?>(StringComparer.Ordinal) { ["role"] = "assistant", ["content"] = generation.Answer.Content };
        if (generation.Answer.ReasoningTokens.Count > 0)
            message["reasoning_content"] = generation.Answer.Reasoning;
        var whole = Members("chat.completion", new[] { new { index = 0, message, finish_reason = generation.Answer.FinishReason } });
        return WithReports(whole, includeUsage: true);
    }

    private void AddTokens(ScheduleBuilder builder)
    {
        var answer = generation.Answer;
        var thinking = TextFrame.Of(text => Chunk(form.Thinking(text)));
        var speaking = TextFrame.Of(text => Chunk(form.Speaking(text)));
        for (var index = 0; index < answer.TokenCount; index++)
        {
            var spoken = index - answer.ReasoningTokens.Count;
            if (spoken < 0)
                builder.Add(generation.Timing.Due(index), WriteKind.Reasoning, thinking, answer.ReasoningTokens[index]);
            else
                builder.Add(generation.Timing.Due(index), WriteKind.Answer, speaking, answer.ContentTokens[spoken]);
        }
    }

    private Dictionary<string, object?> Chunk(object delta, string? finishReason = null) =>
        Members("chat.completion.chunk", new[] { new { index = 0, delta, finish_reason = finishReason } });

    private Dictionary<string, object?> Last(bool includeUsage) => WithReports(Members("chat.completion.chunk", Array.Empty<object>()), includeUsage);

    private Dictionary<string, object?> WithReports(Dictionary<string, object?> members, bool includeUsage)
    {
        if (includeUsage)
            members["usage"] = form.Usage(generation);
        if (form.Report(generation) is { } report)
            members[report.Name] = report.Value;
        return members;
    }

    private Dictionary<string, object?> Members(string kind, object choices) => new(StringComparer.Ordinal)
    {
        ["id"] = generation.Id,
        ["object"] = kind,
        ["created"] = generation.Created.ToUnixTimeSeconds(),
        ["model"] = model,
        ["system_fingerprint"] = form.Fingerprint,
        ["choices"] = choices,
    };
}
