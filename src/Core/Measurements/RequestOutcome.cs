using System.Text.Json.Serialization;

namespace LlmObs.Measurements;

/// <summary>How a request ended. Every kind is counted and shown; none is thrown away.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Truncated), "truncated")]
[JsonDerivedType(typeof(Empty), "empty")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Unsent), "unsent")]
public abstract record RequestOutcome
{
    private RequestOutcome()
    {
    }

    /// <summary>The word scripts see: completed, truncated, empty, failed, refused or unsent.</summary>
    [JsonIgnore]
    public string Name => this switch
    {
        Completed => "completed",
        Truncated => "truncated",
        Empty => "empty",
        Refused => "refused",
        Unsent => "unsent",
        _ => "failed",
    };

    /// <summary>A pure function of what was seen.</summary>
    public static RequestOutcome Of(RequestTimeline timeline) => OutcomeRules.Of(timeline);

    /// <summary>A short stable code such as <c>idle-timeout</c>; null when completed.</summary>
    public string? Code { get; init; }

    /// <summary>What happened, in words; null when completed.</summary>
    public string? Reason { get; init; }

    /// <summary>The server said it had finished, also where its budget ended (finish reason <c>length</c>).</summary>
    public sealed record Completed : RequestOutcome;

    /// <summary>Text came, then the stream broke off.</summary>
    public sealed record Truncated : RequestOutcome;

    /// <summary>A good end without a single token.</summary>
    public sealed record Empty : RequestOutcome;

    /// <summary>An error before any text, or a word of the server that it failed.</summary>
    public sealed record Failed : RequestOutcome;

    /// <summary>The server was not ready or too busy (429, 503) and said so.</summary>
    public sealed record Refused : RequestOutcome;

    /// <summary>Its time came while as many were under way as the open loop allows: no server saw it.</summary>
    public sealed record Unsent : RequestOutcome;
}
