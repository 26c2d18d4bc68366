using System.Text.Json.Serialization;

namespace LlmObs.Measurements;

/// <summary>What was seen of one request, raw: every derived figure comes from it and can be derived again.</summary>
public sealed record RequestTimeline
{
    /// <summary>Wall time just before the first byte left; a label, no duration is taken from it.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The monotonic clock's own value then (<see cref="TimeProvider.GetTimestamp"/>): comparable within one boot of one machine.</summary>
    public required long SentTimestamp { get; init; }

    /// <summary>
    /// By how much the first byte left after it was meant to, in an open loop: the intended send time is <see cref="SentTimestamp"/> less this. Null in a closed loop,
    /// which intends no time, and for what was not sent.
    /// </summary>
    public TimeSpan? SendLateness { get; init; }

    /// <summary>Since sent; null when none arrived.</summary>
    public TimeSpan? HeadersAt { get; init; }

    public int? StatusCode { get; init; }

    public IReadOnlyList<TimelineEvent> Events { get; init; } = [];

    /// <summary>Since sent: the end of the stream, or the moment it was given up.</summary>
    public required TimeSpan EndAt { get; init; }

    public required StreamEnd End { get; init; }

    /// <summary>What the server or the socket said about the failure: body of an HTTP error, text of an error event, exception message.</summary>
    public string? Error { get; init; }

    /// <summary>The server's wish of when to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string Reasoning { get; init; } = "";

    public string Answer { get; init; } = "";

    public string? FinishReason { get; init; }

    public string? ResponseId { get; init; }

    /// <summary>The model that the server says answered.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>Events whose data could not be read; they are counted, their text is lost.</summary>
    public int MalformedEvents { get; init; }

    /// <summary>Reported by the server.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Reported by the server.</summary>
    public ServerTimings? Timings { get; init; }

    /// <summary>Prompt tokens from the server's cache, from whichever of its two reports has them; null where it does not say.</summary>
    [JsonIgnore]
    public int? CachedTokens => Usage?.CachedTokens ?? Timings?.CachedTokens;

    /// <summary>One whose time came while as many were under way as its open loop allows: it was never sent.</summary>
    /// <param name="at">Wall time then.</param>
    /// <param name="timestamp">The monotonic clock's.</param>
    /// <param name="mostInFlight">The bound.</param>
    public static RequestTimeline NotSent(DateTimeOffset at, long timestamp, int mostInFlight) => new()
    {
        SentAt = at,
        SentTimestamp = timestamp,
        EndAt = TimeSpan.Zero,
        End = StreamEnd.NotSent,
        Error = $"{mostInFlight} requests were under way, as many as the plan allows.",
    };
}

/// <summary>How a stream came to its end.</summary>
public enum StreamEnd
{
    /// <summary>The server said so: [DONE] or its dialect's last event.</summary>
    Done,

    /// <summary>The connection closed or the body ended without such a word.</summary>
    EndOfStream,

    /// <summary>The server sent an error after its 200.</summary>
    ErrorEvent,

    /// <summary>An HTTP status other than 2xx.</summary>
    HttpError,

    /// <summary>A 2xx whose body is no event stream.</summary>
    NotAStream,

    /// <summary>What came is no HTTP, or breaks its rules.</summary>
    InvalidHttp,

    ConnectFailed,
    ConnectionReset,
    IdleTimeout,
    TotalTimeout,

    /// <summary>We stopped listening because the user asked us to.</summary>
    Cancelled,

    /// <summary>Nothing was sent: as many were under way as the open loop allows. Its times are those of that moment.</summary>
    NotSent,
}
