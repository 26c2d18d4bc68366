namespace LlmObs.Plans;

/// <summary>The plan behind <c>llmobs run --model M</c>: one model, one prompt, no nonce, one warm-up request.</summary>
public static class AdHocPlan
{
    public static Plan Create(LocalModel model, AdHocOptions options) =>
        throw new NotSupportedException("Being built.");
}

/// <summary>What the command line asks for without a plan.</summary>
public sealed record AdHocOptions
{
    /// <summary>Null takes <see cref="CaseName"/>.</summary>
    public string? Prompt { get; init; }

    /// <summary>One of the standard cases by its id; null with no prompt takes the first.</summary>
    public string? CaseName { get; init; }

    public int MaxTokens { get; init; } = 256;

    public int Requests { get; init; } = 10;

    public int Concurrency { get; init; } = 1;

    public int Warmups { get; init; } = 1;

    public int? Seed { get; init; }
}
