using LlmObs.Measurements;

namespace LlmObs.Tests.Measurements;

/// <summary>Timelines made by hand, in milliseconds.</summary>
internal static class Timelines
{
    public static RequestTimeline Of(int endAt, params TimelineEvent[] events) => new()
    {
        SentAt = DateTimeOffset.UnixEpoch,
        SentTimestamp = 0,
        StatusCode = 200,
        Events = events,
        EndAt = TimeSpan.FromMilliseconds(endAt),
        End = StreamEnd.Done,
        FinishReason = "stop",
    };

    public static TimelineEvent Answer(int at, int read, int bytes = 4) => Event(at, read, EventKinds.Answer, answerBytes: bytes);

    public static TimelineEvent Reasoning(int at, int read, int bytes = 4) => Event(at, read, EventKinds.Reasoning, reasoningBytes: bytes);

    /// <summary>A role chunk, an empty delta, a keep-alive: no text.</summary>
    public static TimelineEvent Silent(int at, int read, EventKinds kinds = EventKinds.Role) => Event(at, read, kinds);

    /// <summary>One event a read and a token an event: the first at <paramref name="first"/>, then one each <paramref name="gap"/>.</summary>
    public static TimelineEvent[] Steady(int events, int first, int gap) => [.. Enumerable.Range(0, events).Select(index => Answer(first + index * gap, index))];

    public static RequestTimeline With(this RequestTimeline timeline, int? completion = null, int? prompt = null, int? cached = null) =>
        timeline with { Usage = new TokenUsage { CompletionTokens = completion, PromptTokens = prompt, CachedTokens = cached } };

    private static TimelineEvent Event(int at, int read, EventKinds kinds, int reasoningBytes = 0, int answerBytes = 0) =>
        new(TimeSpan.FromMilliseconds(at), read, kinds, 40 + reasoningBytes + answerBytes, reasoningBytes, answerBytes);
}
