namespace LlmObs.Simulator.Hazards;

/// <summary>All scenarios. A new one is one entry in one family.</summary>
public static class HazardCatalogue
{
    public static IReadOnlyList<HazardFamily> Families { get; } =
    [
        new("Before the first token", FirstTokenHazards.All),
        new("Thinking", ReasoningHazards.All),
        new("Chunks and characters", ChunkHazards.All),
        new("Odd shapes of a chunk", ShapeHazards.All),
        new("JSON", JsonHazards.All),
        new("Another API's words", OtherTongueHazards.All),
        new("Usage", UsageHazards.All),
        new("How a stream ends", EndHazards.All),
        new("Errors after a 200", ErrorHazards.All),
        new("Answers that are no stream", HttpHazards.All),
        new("Lines, blanks and HTTP chunks", FramingHazards.All),
        new("HTTP itself", WireHazards.All),
    ];

    public static IReadOnlyList<Hazard> All { get; } = [.. Families.SelectMany(family => family.Hazards)];

    public static Hazard? Find(string name) => All.FirstOrDefault(hazard => hazard.Name == name);
}

/// <summary>Scenarios of one subject.</summary>
public sealed record HazardFamily(string Title, IReadOnlyList<Hazard> Hazards);
