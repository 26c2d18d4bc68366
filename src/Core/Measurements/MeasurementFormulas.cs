namespace LlmObs.Measurements;

/// <summary>
/// The formulas behind <see cref="RequestMeasurement"/>. Sources: time to first token and time per output token as in NVIDIA's and vLLM's
/// benchmarks, but with the first token at the first non-empty text (rejected: first chunk, headers) and the tokens of the first read left
/// out of the decode rate (rejected: tokens / total latency, which is output throughput).
/// </summary>
internal static class MeasurementFormulas
{
    /// <summary>Fewer tokens, or a shorter time, make a decode rate of noise.</summary>
    private const int LeastTokens = 32;
    private const int LeastPrefillTokens = 512;
    private static readonly TimeSpan LeastDecode = TimeSpan.FromSeconds(0.25);

    public static RequestMeasurement Of(RequestTimeline timeline)
    {
        var text = timeline.Events.Where(seen => seen.TextBytes > 0).ToList();
        var answer = text.Where(seen => seen.AnswerBytes > 0).ToList();
        TimeSpan? first = text.Count > 0 ? text[0].At : null;
        TimeSpan? last = text.Count > 0 ? text[^1].At : null;
        TimeSpan? answered = answer.Count > 0 ? answer[^1].At : null;
        var tokens = Believed(timeline.Usage?.CompletionTokens, text) ?? Believed(timeline.Timings?.GeneratedTokens, text);
        var spoken = HasSilentTokens(timeline, text) ? null : tokens;
        var firstRead = FirstReadTokens(text, spoken ?? text.Count);
        var rate = DecodeRate(spoken ?? text.Count, firstRead, last - first);
        return new RequestMeasurement
        {
            TimeToFirstToken = first,
            TimeToFirstAnswer = answer.Count > 0 ? answer[0].At : null,
            TimeToFirstTokenFromIntended = first + timeline.SendLateness,
            TimeToCompleteAnswerFromIntended = answered + timeline.SendLateness,
            SendLateness = timeline.SendLateness,
            TimePerOutputToken = spoken is null || rate is null ? null : TimeSpan.FromSeconds(1 / rate.Value),
            DecodeTokensPerSecond = spoken is null ? null : rate,
            EstimatedDecodeTokensPerSecond = spoken is null ? rate : null,
            DecodeUncertainty = spoken is null || rate is null ? null : (1 + Math.Abs(firstRead - 1)) / (spoken.Value - 1),
            FirstReadTokens = text.Count == 0 ? null : firstRead,
            OutputTokensPerSecond = timeline.EndAt > TimeSpan.Zero && tokens is not null ? tokens / timeline.EndAt.TotalSeconds : null,
            PrefillTokensPerSecond = Prefill(timeline, first),
            TimeToCompleteAnswer = answered,
            AnswerBytesPerSecond = answered is { } at && at > TimeSpan.Zero ? answer.Sum(seen => (long)seen.AnswerBytes) / at.TotalSeconds : null,
            Duration = timeline.EndAt,
            OutputTokens = tokens,
            PromptTokens = timeline.Usage?.PromptTokens,
            CachedPromptShare = timeline.Usage?.PromptTokens is > 0 and var prompt ? timeline.CachedTokens / (double)prompt : null,
            TextEvents = text.Count,
            InterChunkLatencies = Gaps(text),
            TailLatency = timeline.EndAt - last,
        };
    }

    /// <summary>A report of no token where text was seen is one that was never filled in.</summary>
    private static int? Believed(int? reported, List<TimelineEvent> text) => reported == 0 && text.Count > 0 ? null : reported;

    /// <summary>N counts tokens whose text was never seen, a tool call's or hidden thinking: over the time of the text that was seen it makes a rate that nobody reached.</summary>
    private static bool HasSilentTokens(RequestTimeline timeline, List<TimelineEvent> text) =>
        timeline.Events.Any(seen => seen.Kinds.HasFlag(EventKinds.ToolCall))
        || (timeline.Usage?.ReasoningTokens > 0 && !text.Any(seen => seen.ReasoningBytes > 0));

    /// <summary>
    /// k₁, the tokens that came with the first text: its events where the stream has one event a token (N or N ± 1 events),
    /// else the first read's share of the text bytes.
    /// </summary>
    private static double FirstReadTokens(List<TimelineEvent> text, int tokens)
    {
        if (text.Count == 0)
            return 0;
        var firstRead = text.TakeWhile(seen => seen.Read == text[0].Read).ToList();
        if (Math.Abs(text.Count - tokens) <= 1)
            return firstRead.Count;
        var share = firstRead.Sum(seen => (double)seen.TextBytes) / text.Sum(seen => (double)seen.TextBytes);
        return Math.Max(1, tokens * share);
    }

    /// <summary>(N − k₁) / (last − first).</summary>
    private static double? DecodeRate(int tokens, double firstRead, TimeSpan? decode) =>
        tokens >= LeastTokens && decode >= LeastDecode && tokens > firstRead ? (tokens - firstRead) / decode.Value.TotalSeconds : null;

    /// <summary>(prompt tokens − cached) / TTFT: an estimate, because TTFT holds more than prefill.</summary>
    private static double? Prefill(RequestTimeline timeline, TimeSpan? first)
    {
        var uncached = timeline.Usage?.PromptTokens - (timeline.CachedTokens ?? 0);
        return uncached >= LeastPrefillTokens && first > TimeSpan.Zero ? uncached / first.Value.TotalSeconds : null;
    }

    /// <summary>Between reads that brought text; events of one read share their time and have no gap.</summary>
    private static List<TimeSpan> Gaps(List<TimelineEvent> text)
    {
        var gaps = new List<TimeSpan>(text.Count);
        for (var index = 1; index < text.Count; index++)
        {
            if (text[index].Read != text[index - 1].Read)
                gaps.Add(text[index].At - text[index - 1].At);
        }
        return gaps;
    }
}
