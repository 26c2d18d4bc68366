using LlmObs.Conditions;

namespace LlmObs.Findings;

/// <summary>The machine slowed itself down against heat.</summary>
internal sealed class Throttled() : FlagRule("throttled", RunFlagKind.Throttled, "the machine slowed itself down against heat", "Let it cool down between blocks (settings.gate), give it air, and measure those runs again.");
