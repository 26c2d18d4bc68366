namespace LlmObs.Results;

/// <summary>Something that is wrong with believing a result as it stands.</summary>
public sealed record Finding
{
    /// <summary>The stable code of the rule: <c>cache-hit</c>.</summary>
    public required string Rule { get; init; }

    public required FindingSeverity Severity { get; init; }

    /// <summary>What is wrong, with its figures, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Where it was seen.</summary>
    public required IReadOnlyList<Sighting> Seen { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }
}

/// <summary>One place where a rule saw what it speaks of.</summary>
/// <param name="Where">The id of a request or a run, or the name of a figure.</param>
/// <param name="What">The figures there.</param>
public sealed record Sighting(string Where, string What);

public enum FindingSeverity
{
    /// <summary>A figure says something else than it seems to.</summary>
    Serious,

    /// <summary>A figure may be off, or rests on little.</summary>
    Warning,

    /// <summary>Good to know; no figure is wrong by it.</summary>
    Note,
}
