using System.Text.Json.Serialization;

namespace LlmObs.Results;

/// <summary>
/// One request over a server's native API after all that was measured: what the server reports of it beside what was observed of the same request.
/// Two who look at one thing; never merged, and part of no figure.
/// </summary>
public sealed record CrossCheck
{
    /// <summary>Whose figures the reported ones are.</summary>
    public required string Source { get; init; }

    public double? ReportedTokensPerSecond { get; init; }

    /// <summary>By the same formula as every measured request's decode speed.</summary>
    public double? ObservedTokensPerSecond { get; init; }

    public double? ReportedTimeToFirstTokenSeconds { get; init; }

    public double? ObservedTimeToFirstTokenSeconds { get; init; }

    /// <summary>Of an API that answers in one piece only: until its first token and from there to its last.</summary>
    public double? ReportedTotalSeconds { get; init; }

    /// <summary>From sending to the whole answer; null where it was streamed.</summary>
    public double? ObservedTotalSeconds { get; init; }

    public int? ReportedInputTokens { get; init; }

    public int? ReportedOutputTokens { get; init; }

    public int? ReportedReasoningTokens { get; init; }

    /// <summary>Why it stopped, in the server's own word.</summary>
    public string? ReportedStopReason { get; init; }

    /// <summary>What answered, in the server's own words.</summary>
    public string? ReportedModel { get; init; }

    /// <summary>Name and version of the engine that answered, where the answer tells.</summary>
    public string? Runtime { get; init; }

    /// <summary>Why it says nothing; null when it does.</summary>
    public string? Failure { get; init; }

    /// <summary>Observed over reported, less one; null where either is not known.</summary>
    [JsonIgnore]
    public double? SpeedDifference => ObservedTokensPerSecond / ReportedTokensPerSecond - 1;
}
