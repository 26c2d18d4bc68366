using LlmObs.Conditions;

namespace LlmObs.Findings;

/// <summary>The machine slept, or its clock was set.</summary>
internal sealed class Slept() : FlagRule("slept", RunFlagKind.Slept, "the machine slept or its clock was set", "Keep it awake (macOS: caffeinate -i), and measure those runs again.");
