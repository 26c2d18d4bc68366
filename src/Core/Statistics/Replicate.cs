namespace LlmObs.Statistics;

/// <summary>What one load of one variant in one block came to: the unit of evidence.</summary>
/// <param name="Variant">What is compared.</param>
/// <param name="Block">What was measured close together in time, so that the machine's drift falls out of a comparison within it.</param>
/// <param name="LogSpeed">Natural logarithm of a speed: a difference of logarithms is a ratio.</param>
public sealed record Replicate(string Variant, string Block, double LogSpeed);
