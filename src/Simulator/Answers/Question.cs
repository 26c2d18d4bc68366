namespace LlmObs.Simulator.Answers;

/// <summary>All that decides an answer. Equal questions to an equal model have equal answers.</summary>
internal sealed record Question
{
    public required string Prompt { get; init; }

    /// <summary>At temperature 0 the seed makes no difference, as with a real model.</summary>
    public double Temperature { get; init; }

    public int? Seed { get; init; }

    public int? MaximumTokens { get; init; }

    /// <summary>Goes on to the limit, as vLLM's and llama.cpp's <c>ignore_eos</c>: for measurements of a fixed length.</summary>
    public bool IgnoresEnd { get; init; }

    public int? EffectiveSeed => Temperature > 0 ? Seed : null;
}
