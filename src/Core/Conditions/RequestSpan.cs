using LlmObs.Measurements;

namespace LlmObs.Conditions;

/// <summary>When a request was under way, in wall time, and what came of it.</summary>
public sealed record RequestSpan
{
    public required Period Time { get; init; }

    /// <summary>First text read to last; null where there were not two.</summary>
    public Period? Decode { get; init; }

    /// <summary>0 where nothing was generated; null where something was and nobody counted it.</summary>
    public int? OutputTokens { get; init; }

    public static RequestSpan Of(RequestTimeline timeline)
    {
        var texts = timeline.Events.Where(seen => seen.TextBytes > 0).ToList();
        return new RequestSpan
        {
            Time = new Period(timeline.SentAt, timeline.SentAt + timeline.EndAt),
            Decode = texts.Count < 2 ? null : new Period(timeline.SentAt + texts[0].At, timeline.SentAt + texts[^1].At),
            OutputTokens = timeline.Usage?.CompletionTokens ?? (texts.Count == 0 ? 0 : null),
        };
    }
}
