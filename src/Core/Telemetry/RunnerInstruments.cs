using static LlmObs.Telemetry.Attributes;
using static LlmObs.Telemetry.Buckets;

namespace LlmObs.Telemetry;

/// <summary>What the Runner tells of requests, loads and the session under way, as they happen.</summary>
public static class RunnerInstruments
{
    /// <summary>What tells one variant from another.</summary>
    private static readonly string[] OfVariant = [RequestModel, Variant, Quantization, Format, Backend, Simulated];

    private static readonly string[] OfRequest = [.. OfVariant, Case, Phase, Concurrency];

    public static Instrument TimeToFirstToken { get; } = Instrument.Histogram("llmobs.client.time_to_first_token", "s", FirstTokenSeconds, OfRequest,
        "Request sent to the first non-empty text, of thinking or answer, read from the socket; completed requests.");

    public static Instrument TimeToFirstTokenFromIntended { get; } = Instrument.Histogram("llmobs.client.time_to_first_token_from_intended", "s", FirstTokenSeconds, [.. OfRequest, ArrivalRate],
        "Intended send to the first non-empty text read: with the wait before sending; completed requests of open loops.");

    public static Instrument SendLateness { get; } = Instrument.Histogram("llmobs.client.send_lateness", "s", FirstTokenSeconds, [.. OfRequest, ArrivalRate],
        "Intended send to really sent: the client's own part of a wait; requests of open loops that were sent.");

    public static Instrument DecodeSpeed { get; } = Instrument.Histogram("llmobs.client.decode_speed", "{token}/s", TokensPerSecond, OfRequest,
        "Tokens after the first text read over the time from first to last text; completed requests.");

    public static Instrument TimePerOutputToken { get; } = Instrument.Histogram("llmobs.client.time_per_output_token", "s", PerTokenSeconds, OfRequest,
        "One over decode speed; completed requests.");

    public static Instrument RequestDuration { get; } = Instrument.Histogram("gen_ai.client.operation.duration", "s", FirstTokenSeconds, [.. OfRequest, ErrorType],
        "Request sent to the end of its stream, however it ended.");

    public static Instrument LoadTime { get; } = Instrument.Histogram("llmobs.model.load_time", "s", LoadSeconds, OfVariant,
        "Explicit load call to loaded and confirmed, never a download; not of models that were loaded before.");

    public static Instrument Tokens { get; } = Instrument.Counter("llmobs.client.tokens", "{token}", [.. OfRequest, TokenType],
        "Tokens as the server counts them: input, of it cached, output, of it reasoning.");

    public static Instrument Requests { get; } = Instrument.Counter("llmobs.client.requests", "{request}", [.. OfRequest, Outcome],
        "Requests that ended, by outcome: completed, truncated, empty, failed, refused, unsent.");

    public static Instrument Stalls { get; } = Instrument.Counter("llmobs.client.stalls", "{stall}", OfRequest,
        "Gaps of more than 5 s between two reads that brought text.");

    public static Instrument LastTimeToFirstToken { get; } = Instrument.Gauge("llmobs.client.last.time_to_first_token", "s", OfRequest,
        "Of the request that ended last; gone when a new run begins.");

    public static Instrument LastDecodeSpeed { get; } = Instrument.Gauge("llmobs.client.last.decode_speed", "{token}/s", OfRequest,
        "Of the request that ended last; gone when a new run begins.");

    public static Instrument OldestRequestAge { get; } = Instrument.Gauge("llmobs.client.oldest_request.age", "s", [],
        "How long the oldest request under way has been running; 0 while there is none.");

    public static Instrument RunStart { get; } = Instrument.Gauge("llmobs.run.start_time", "s", OfVariant,
        "When the run under way began, in Unix time; only while it is under way.");

    public static Instrument RequestsPlanned { get; } = Instrument.Gauge("llmobs.session.requests.planned", "{request}", [],
        "Measured requests of the session under way or just ended.");

    public static Instrument RequestsDone { get; } = Instrument.Gauge("llmobs.session.requests.done", "{request}", [],
        "Those of them that have ended.");

    public static Instrument ServerUp { get; } = Instrument.Gauge("llmobs.server.up", "1", [ProviderName, Simulated],
        "1 when the server under test answered what it was asked last, 0 when it could not be reached. Nothing asks it for this.");

    public static IReadOnlyList<Instrument> All { get; } =
    [
        TimeToFirstToken, TimeToFirstTokenFromIntended, SendLateness, DecodeSpeed, TimePerOutputToken, RequestDuration, LoadTime, Tokens, Requests, Stalls,
        LastTimeToFirstToken, LastDecodeSpeed, OldestRequestAge, RunStart, RequestsPlanned, RequestsDone, ServerUp,
    ];
}
