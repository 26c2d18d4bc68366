using LlmObs.Conditions;

namespace LlmObs.Findings;

/// <summary>Memory went to swap or came back from it.</summary>
internal sealed class Swapped() : FlagRule("swapped", RunFlagKind.Swapped, "memory went to swap or came back", "Close other programs or take a smaller context, and measure those runs again.");
