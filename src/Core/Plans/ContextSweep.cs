namespace LlmObs.Plans;

/// <summary>Asks for each variant's usable context: the largest that loads and in which hidden facts are found, quickly enough.</summary>
public sealed record ContextSweep
{
    /// <summary>The smallest context; each further one is twice as large, up to the maximum itself.</summary>
    [Bounds(1024)]
    public int FirstTokens { get; init; } = 1024;

    /// <summary>No context above it is tried; null goes up to the model's own maximum.</summary>
    public int? MaximumTokens { get; init; }

    /// <summary>The room left for the answer, in tokens: a model that thinks needs more.</summary>
    [Bounds(64, 65_536)]
    public int AnswerTokens { get; init; } = 256;

    /// <summary>Where facts are hidden, as shares of the text: 0.1 is near its beginning. All must be found.</summary>
    [Bounds(0, 1, LeastItems = 1, MostItems = 8)]
    public IReadOnlyList<double> Depths { get; init; } = [0.1, 0.5, 0.9];

    /// <summary>A context in which decoding is slower than this is not usable.</summary>
    [Bounds(0)]
    public double MinimumDecodeTokensPerSecond { get; init; } = 5;

    /// <summary>Nor is one in which a request takes longer than this, prefill included.</summary>
    public TimeSpan StepLimit { get; init; } = TimeSpan.FromMinutes(15);
}
