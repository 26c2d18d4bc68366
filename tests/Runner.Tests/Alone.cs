namespace LlmObs.Runner.Tests;

/// <summary>Tests whose figures or whose time others beside them would spoil: they run by themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
