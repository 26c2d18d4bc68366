namespace LlmObs.Simulator.Streams;

/// <summary>When each token of an answer is due, fixed before the first is sent.</summary>
internal sealed record StreamSchedule
{
    public required IReadOnlyList<ScheduledToken> Tokens { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>stop or length.</summary>
    public required string FinishReason { get; init; }

    public TimeSpan FirstTokenAt => Tokens.Count == 0 ? TimeSpan.Zero : Tokens[0].Due;

    public int ReasoningTokens => Tokens.Count(token => token.IsReasoning);

    /// <summary>First to last token.</summary>
    public TimeSpan GenerationTime => Tokens.Count == 0 ? TimeSpan.Zero : Tokens[^1].Due - FirstTokenAt;
}

/// <param name="Due">Since the request arrived.</param>
/// <param name="Text">One token's text.</param>
/// <param name="IsReasoning">Thinking, not answer.</param>
internal sealed record ScheduledToken(TimeSpan Due, string Text, bool IsReasoning);
