namespace LlmObs.Measurements;

/// <summary>Every metric. A new one is a member here and an entry in <see cref="All"/>: then it is in each result file and in docs/metrics.md.</summary>
public static class Metrics
{
    public static Metric TimeToFirstToken { get; } = Time("timeToFirstTokenSeconds", "TTFT", figures => figures.TimeToFirstToken,
        "request sent → first non-empty text, of thinking or answer, is read from the socket", "first chunk, headers, role chunk");

    public static Metric TimeToFirstAnswer { get; } = Time("timeToFirstAnswerSeconds", "TTFA", figures => figures.TimeToFirstAnswer,
        "request sent → first non-empty text of the answer, after thinking");

    public static Metric TimeToFirstTokenFromIntended { get; } = Time("timeToFirstTokenFromIntendedSeconds", "TTFT from intended send", figures => figures.TimeToFirstTokenFromIntended,
        "intended send → first non-empty text: TTFT with the time by which the request was sent late; open loops only", "TTFT from the real send, which leaves out the waiting of requests that could not be sent in time (coordinated omission)");

    public static Metric TimeToCompleteAnswerFromIntended { get; } = Time("timeToCompleteAnswerFromIntendedSeconds", "time to complete answer from intended send", figures => figures.TimeToCompleteAnswerFromIntended,
        "intended send → last text of the answer; open loops only");

    public static Metric SendLateness { get; } = Time("sendLatenessSeconds", "send lateness", figures => figures.SendLateness,
        "intended send → really sent, open loops only: what this machine, or opening a connection, adds");

    public static Metric DecodeSpeed { get; } = One("decodeTokensPerSecond", "decode speed", "tok/s", figures => figures.DecodeTokensPerSecond,
        "(N − k₁) / (last − first): N the server's completion tokens, k₁ those of the first text read; unknown under 32 tokens or 0.25 s", "tokens / total time; counted chunks");

    public static Metric DecodeUncertainty { get; } = One("decodeUncertainty", "count uncertainty", "0 to 1", figures => figures.DecodeUncertainty,
        "(1 + |k₁ − 1|) / (N − 1): the share by which decode speed may be off either way, because servers may count the end token or leave one out");

    public static Metric EstimatedDecodeSpeed { get; } = One("estimatedDecodeTokensPerSecond", "estimated decode speed", "tok/s", figures => figures.EstimatedDecodeTokensPerSecond,
        "the same with text events for tokens, where the server gives no count or counts tokens that brought no text; never compared");

    public static Metric ReportedSpeed { get; } = Reported("reportedTokensPerSecond", "reported speed", "tok/s", timings => timings.TokensPerSecond,
        "the server's own figure under the server's own definition");

    public static Metric ReportedTimeToFirstToken { get; } = Reported("reportedTimeToFirstTokenSeconds", "reported TTFT", "s", timings => timings.TimeToFirstToken?.TotalSeconds,
        "the server's own figure, which holds neither the network nor the wait for a free slot");

    public static Metric ReportedPrefillSpeed { get; } = Reported("reportedPrefillTokensPerSecond", "reported prefill speed", "tok/s",
        timings => timings is { PromptTokens: { } tokens, PromptTime: { } time } && time > TimeSpan.Zero ? tokens / time.TotalSeconds : null,
        "prompt tokens that the server says it processed / the time it says that took");

    public static Metric TimePerOutputToken { get; } = Time("timePerOutputTokenSeconds", "TPOT", figures => figures.TimePerOutputToken,
        "1 / decode speed", "including the first token");

    public static Metric OutputThroughput { get; } = One("outputTokensPerSecond", "output throughput", "tok/s", figures => figures.OutputTokensPerSecond,
        "N / (request sent → end): what a user gets over all, fixed costs included");

    public static Metric PrefillSpeed { get; } = One("prefillTokensPerSecond", "prefill speed", "tok/s", figures => figures.PrefillTokensPerSecond,
        "(prompt tokens − cached ones) / TTFT, an estimate; unknown under 512 uncached tokens, and for a prompt without a nonce where the server does not say what was cached");

    public static Metric TimeToCompleteAnswer { get; } = Time("timeToCompleteAnswerSeconds", "time to complete answer", figures => figures.TimeToCompleteAnswer,
        "request sent → last text of the answer: what compares one model with another");

    public static Metric AnswerSpeed { get; } = One("answerBytesPerSecond", "answer speed", "B/s", figures => figures.AnswerBytesPerSecond,
        "UTF-8 bytes of the answer / time to complete answer: independent of how a model cuts text into tokens");

    public static Metric InterChunkLatency { get; } = new()
    {
        Name = "interChunkLatencySeconds",
        Title = "inter-chunk latency",
        Unit = "s",
        Definition = "every gap between two reads that brought text",
        Rejected = "inter-token latency: a chunk is not a token",
        Values = (_, figures) => figures.InterChunkLatencies.Select(gap => gap.TotalSeconds),
    };

    public static Metric TailLatency { get; } = Time("tailLatencySeconds", "tail", figures => figures.TailLatency, "last text → end of the stream");

    public static Metric Duration { get; } = Time("durationSeconds", "duration", figures => figures.Duration, "request sent → end of the stream");

    public static Metric OutputTokens { get; } = One("outputTokens", "output tokens", "tokens", figures => figures.OutputTokens, "N, the server's count of completion tokens", "words, chunks");

    public static Metric CachedPromptShare { get; } = One("cachedPromptShare", "cached prompt", "0 to 1", figures => figures.CachedPromptShare,
        "share of the prompt that came from the server's cache, as it reports");

    public static IReadOnlyList<Metric> All { get; } =
    [
        TimeToFirstToken, TimeToFirstAnswer, DecodeSpeed, DecodeUncertainty, EstimatedDecodeSpeed, ReportedSpeed, ReportedTimeToFirstToken, ReportedPrefillSpeed, TimePerOutputToken, OutputThroughput, PrefillSpeed,
        TimeToCompleteAnswer, AnswerSpeed, InterChunkLatency, TailLatency, Duration, OutputTokens, CachedPromptShare,
        TimeToFirstTokenFromIntended, TimeToCompleteAnswerFromIntended, SendLateness,
    ];

    private static Metric Time(string name, string title, Func<RequestMeasurement, TimeSpan?> time, string definition, string? rejected = null) =>
        One(name, title, "s", figures => time(figures)?.TotalSeconds, definition, rejected);

    private static Metric One(string name, string title, string unit, Func<RequestMeasurement, double?> value, string definition, string? rejected = null) => new()
    {
        Name = name,
        Title = title,
        Unit = unit,
        Definition = definition,
        Rejected = rejected,
        Values = (_, figures) => Known(value(figures)),
    };

    private static Metric Reported(string name, string title, string unit, Func<ServerTimings, double?> value, string definition) => new()
    {
        Name = name,
        Title = title,
        Unit = unit,
        Definition = definition,
        Values = (timeline, _) => Known(timeline.Timings is { } timings ? value(timings) : null),
    };

    private static IEnumerable<double> Known(double? value) => value is { } known ? [known] : [];
}
