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

    public int? ReportedInputTokens { get; init; }

    public int? ReportedOutputTokens { get; init; }

    public int? ReportedReasoningTokens { get; init; }

    /// <summary>Why it says nothing; null when it does.</summary>
    public string? Failure { get; init; }

    /// <summary>Observed over reported, less one; null where either is not known.</summary>
    [JsonIgnore]
    public double? SpeedDifference => ObservedTokensPerSecond / ReportedTokensPerSecond - 1;
}
