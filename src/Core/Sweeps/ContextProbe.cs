namespace LlmObs.Sweeps;

/// <summary>What a request of the context sweep was made to find out.</summary>
public sealed record ContextProbe
{
    /// <summary>The context it fills: prompt, room for the answer and what a chat template may add.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Of the prompt.</summary>
    public required int Characters { get; init; }

    /// <summary>As reckoned from smaller prompts; null where nothing had been counted yet.</summary>
    public int? ExpectedPromptTokens { get; init; }

    public IReadOnlyList<Needle> Needles { get; init; } = [];
}
