namespace LlmObs.Plans;

/// <summary>A part of the plan whose variants are measured together, block by block.</summary>
public sealed record Phase
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public bool IsOptional { get; init; }

    public string? Goal { get; init; }
}

/// <summary>A day of the owner's calendar.</summary>
public sealed record ScheduledDay
{
    public required int Week { get; init; }

    /// <summary>1 to 7; a span such as "Day 1-2" is two of them.</summary>
    public required int Day { get; init; }

    public string? Phase { get; init; }

    public IReadOnlyList<string> Variants { get; init; } = [];

    public required string Goal { get; init; }

    public bool IsOptional { get; init; }
}
