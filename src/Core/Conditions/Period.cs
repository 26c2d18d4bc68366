namespace LlmObs.Conditions;

/// <summary>A stretch of wall time.</summary>
public readonly record struct Period(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;

    public bool Contains(DateTimeOffset moment) => moment >= From && moment <= To;
}
