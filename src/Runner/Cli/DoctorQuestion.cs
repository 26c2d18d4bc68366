using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What is to be measured, where, and who is asked about it.</summary>
internal sealed record DoctorQuestion
{
    public required PlanOpening Plan { get; init; }

    public required Selection Selection { get; init; }

    /// <summary>As it was written; null looks for one.</summary>
    public string? Server { get; init; }

    public Uri? Address { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The one named; null where none is.</summary>
    public Uri? Collector { get; init; }

    public required Uri Prometheus { get; init; }

    public required string Output { get; init; }
}
