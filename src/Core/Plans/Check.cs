namespace LlmObs.Plans;

/// <summary>Something the owner wants looked at around the measurements.</summary>
public sealed record Check
{
    public required CheckMoment When { get; init; }

    public required string Text { get; init; }

    public bool IsOptional { get; init; }
}

public enum CheckMoment
{
    Before,
    During,
    After,
}
