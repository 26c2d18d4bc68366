namespace LlmObs.Measurements;

/// <summary>The figures of one request, derived from its timeline alone. Null where the definition does not apply.</summary>
public sealed record RequestMeasurement
{
    /// <summary>Request sent → first non-empty reasoning or answer text read.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Request sent → first non-empty answer text read, after thinking.</summary>
    public TimeSpan? TimeToFirstAnswer { get; init; }

    /// <summary>Intended send → first non-empty text read: with the wait before sending, as a user of an open loop has it. Null in a closed loop.</summary>
    public TimeSpan? TimeToFirstTokenFromIntended { get; init; }

    /// <summary>Intended send → last answer text. Null in a closed loop.</summary>
    public TimeSpan? TimeToCompleteAnswerFromIntended { get; init; }

    /// <summary>Intended send → really sent: the client's own part of the wait. Null in a closed loop.</summary>
    public TimeSpan? SendLateness { get; init; }

    /// <summary>1 / decode tokens per second.</summary>
    public TimeSpan? TimePerOutputToken { get; init; }

    /// <summary>(N − k₁) / (last − first).</summary>
    public double? DecodeTokensPerSecond { get; init; }

    /// <summary>The same from counted events where the server gave no usage, or counted tokens that brought no text: shown as estimated, never compared.</summary>
    public double? EstimatedDecodeTokensPerSecond { get; init; }

    /// <summary>The ratio by which the token count may be off either way.</summary>
    public double? DecodeUncertainty { get; init; }

    /// <summary>k₁: the tokens that came with the first text read, which the decode rate leaves out.</summary>
    public double? FirstReadTokens { get; init; }

    /// <summary>N / total latency.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>(prompt tokens − cached) / TTFT, for 512 uncached tokens or more: an estimate.</summary>
    public double? PrefillTokensPerSecond { get; init; }

    /// <summary>Request sent → last answer text.</summary>
    public TimeSpan? TimeToCompleteAnswer { get; init; }

    /// <summary>UTF-8 bytes of the answer / time to complete it.</summary>
    public double? AnswerBytesPerSecond { get; init; }

    /// <summary>Request sent → end.</summary>
    public required TimeSpan Duration { get; init; }

    public int? OutputTokens { get; init; }

    public int? PromptTokens { get; init; }

    /// <summary>The share of the prompt that came from the server's cache, 0 to 1, as it reports; null where it does not say.</summary>
    public double? CachedPromptShare { get; init; }

    public int TextEvents { get; init; }

    /// <summary>Every observed gap between reads that brought text. A chunk is not a token.</summary>
    public IReadOnlyList<TimeSpan> InterChunkLatencies { get; init; } = [];

    /// <summary>Last text → end of the stream.</summary>
    public TimeSpan? TailLatency { get; init; }

    /// <summary>A pure function of what was seen.</summary>
    public static RequestMeasurement Of(RequestTimeline timeline) => MeasurementFormulas.Of(timeline);
}
