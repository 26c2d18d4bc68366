namespace LlmObs.Conditions;

/// <summary>How long a block waited until the machine was near its idle self, in words of the first run after it.</summary>
public sealed record GateWait
{
    public required double WaitedSeconds { get; init; }

    /// <summary>The plan's limit ended the wait: the block began on a machine that was still warm or under pressure.</summary>
    public required bool LimitReached { get; init; }

    /// <summary>What ended it; null in results from before it was kept.</summary>
    public GateEnd? End { get; init; }

    /// <summary>What was waited for when it ended or began, such as <c>cpu 71 °C, waits for ≤ 58 °C</c>.</summary>
    public required string WaitedFor { get; init; }
}

public enum GateEnd
{
    /// <summary>The machine was near its idle self.</summary>
    Near,

    /// <summary>The plan's limit.</summary>
    Limit,

    /// <summary>The time to stop at: no run follows.</summary>
    Time,

    /// <summary>Nobody told any longer how the machine was.</summary>
    NotKnown,
}
