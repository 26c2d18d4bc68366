using LlmObs.Plans;

namespace LlmObs.Findings;

/// <summary>What is known of one request, measured here or read from somebody else's file. Times in seconds since it was sent.</summary>
public sealed record RequestSeen
{
    public required string Id { get; init; }

    public required string Case { get; init; }

    /// <summary>Which load of the model answered: the replicate.</summary>
    public required string Load { get; init; }

    public bool IsWarmup { get; init; }

    public Pass Pass { get; init; } = Pass.Speed;

    public int Concurrency { get; init; } = 1;

    /// <summary>completed, truncated, empty, failed, refused or unsent.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it did not complete: <c>wrong-model</c>.</summary>
    public string? Code { get; init; }

    public int? MaxTokens { get; init; }

    public int? PromptTokens { get; init; }

    /// <summary>Output tokens as server or author count them; null where nobody counted.</summary>
    public int? Tokens { get; init; }

    /// <summary>To the end.</summary>
    public double? Seconds { get; init; }

    /// <summary>To the first text: ours, or the author's.</summary>
    public double? FirstTextSeconds { get; init; }

    /// <summary>Of generating alone, as server or author say.</summary>
    public double? GenerationSeconds { get; init; }

    /// <summary>The rate as server or author say.</summary>
    public double? ClaimedTokensPerSecond { get; init; }

    /// <summary>By our definition.</summary>
    public double? DecodeTokensPerSecond { get; init; }

    /// <summary>Reads that brought text: in one read there is no first token.</summary>
    public int? TextReads { get; init; }

    /// <summary>Events whose data could not be read.</summary>
    public int UnreadEvents { get; init; }

    /// <summary>0 to 1, as the server reports.</summary>
    public double? CachedPromptShare { get; init; }

    /// <summary>Of the text that was sent.</summary>
    public string? PromptHash { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>The model that the server says answered.</summary>
    public string? ResponseModel { get; init; }

    public string Reasoning { get; init; } = "";

    public string Answer { get; init; } = "";

    internal bool IsCompleted => Outcome == "completed";

    internal bool IsCounted => this is { IsWarmup: false, Pass: Pass.Speed, Concurrency: 1, IsCompleted: true };

    /// <summary>Its budget ended it: the server says so, or it has as many tokens. Some servers count one less.</summary>
    internal bool EndedByBudget => FinishReason is { } reason ? reason == "length" : Tokens >= MaxTokens - 1;
}
