namespace LlmObs.Collector.Tests.Proofs;

/// <summary>Proofs that measure run when no other test of this project does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
