namespace LlmObs.Simulator.Hazards;

/// <summary>All scenarios. A new one is one entry in one family.</summary>
public static class HazardCatalogue
{
    public static IReadOnlyList<Hazard> All { get; } =
    [
        .. FirstTokenHazards.All, .. ReasoningHazards.All, .. ChunkHazards.All, .. UsageHazards.All,
        .. EndHazards.All, .. ErrorHazards.All, .. FramingHazards.All,
    ];

    public static Hazard? Find(string name) => All.FirstOrDefault(hazard => hazard.Name == name);
}
