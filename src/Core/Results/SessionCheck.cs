namespace LlmObs.Results;

/// <summary>Something a check found amiss before a session was begun or resumed.</summary>
public sealed record SessionCheck
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What was looked at: memory, power.</summary>
    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>It should have kept the session from beginning, and the user said to ignore that.</summary>
    public bool WasIgnored { get; init; }
}
