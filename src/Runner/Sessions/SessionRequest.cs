using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Sessions;

/// <summary>All that one execution of a plan needs to know.</summary>
public sealed record SessionRequest
{
    public required Plan Plan { get; init; }

    /// <summary>Where the plan's attachments lie.</summary>
    public required string PlanFolder { get; init; }

    /// <summary>The folder that holds the sessions; a new one is made in it.</summary>
    public string ResultsFolder { get; init; } = "results";

    /// <summary>The session folder to go on with; null starts a new one.</summary>
    public string? Resume { get; init; }

    public Selection Selection { get; init; } = new();

    /// <summary>No new run starts after it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who watches the machine under test; null where nobody does.</summary>
    public Uri? Collector { get; init; }
}
