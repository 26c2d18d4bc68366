using System.Text.Json.Serialization;

namespace LlmObs.Plans;

/// <summary>What is to be measured: which variants, with which cases, in which order and under which settings.</summary>
public sealed record Plan
{
    public const int CurrentSchemaVersion = 1;

    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public required int SchemaVersion { get; init; }

    /// <summary>A short name for folders and tables, such as <c>mac-512gb</c>.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>Which variants to take where none are listed: those the server offers without loading anything unasked.</summary>
    public Discovery? Discover { get; init; }

    public IReadOnlyList<PlannedModel> Models { get; init; } = [];

    public IReadOnlyList<Variant> Variants { get; init; } = [];

    public IReadOnlyList<Phase> Phases { get; init; } = [];

    /// <summary>The weeks and days in which the owner means to carry the plan out.</summary>
    public IReadOnlyList<ScheduledDay> Schedule { get; init; } = [];

    public required IReadOnlyList<Case> Cases { get; init; }

    public Settings Settings { get; init; } = new();

    /// <summary>What is to be looked at before, during and after the measurements.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    public IReadOnlyList<Reference> References { get; init; } = [];
}

/// <summary>Where a plan without variants of its own takes them from.</summary>
public enum Discovery
{
    /// <summary>What a real server has loaded now; on the Simulator, which is ours, all its models.</summary>
    Available,
}

/// <summary>A page or document the plan refers to.</summary>
public sealed record Reference
{
    public required string Title { get; init; }

    public required string Url { get; init; }

    /// <summary>The model it is about; null when it is about the whole plan.</summary>
    public string? Model { get; init; }
}
