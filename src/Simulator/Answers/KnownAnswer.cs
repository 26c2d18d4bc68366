namespace LlmObs.Simulator.Answers;

/// <summary>The answer to a prompt one expects, in sentences of which a coarse quantization gets some wrong.</summary>
/// <param name="Marks">One of them in the prompt tells that this is the answer.</param>
/// <param name="Sentences">In order.</param>
/// <param name="NaturalTokens">Filled up to this length with sentences of the kind; fewer leaves it as it is.</param>
internal sealed record KnownAnswer(IReadOnlyList<string> Marks, IReadOnlyList<Sentence> Sentences, int NaturalTokens = 0);

/// <param name="Right">What a model of full precision says.</param>
/// <param name="Wrong">What is said instead when precision was lost.</param>
internal sealed record Sentence(string Right, string Wrong);
