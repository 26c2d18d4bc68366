namespace LlmObs.Simulator.Answers;

/// <summary>What a simulated model says, cut into its tokens.</summary>
internal sealed record Answer
{
    public required IReadOnlyList<string> ReasoningTokens { get; init; }

    public required IReadOnlyList<string> ContentTokens { get; init; }

    /// <summary>The limit of tokens ended it, perhaps within the thinking.</summary>
    public required bool IsCut { get; init; }

    public int TokenCount => ReasoningTokens.Count + ContentTokens.Count;

    public string Reasoning => string.Concat(ReasoningTokens);

    public string Content => string.Concat(ContentTokens);

    /// <summary>As OpenAI's API says it.</summary>
    public string FinishReason => IsCut ? "length" : "stop";
}
