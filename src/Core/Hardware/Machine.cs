namespace LlmObs.Hardware;

/// <summary>The machine the measurement ran on, as far as it could be read.</summary>
public sealed record Machine
{
    public required string OperatingSystem { get; init; }

    public required string Architecture { get; init; }

    public string? Processor { get; init; }

    public required int LogicalProcessors { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>The smallest step of the monotonic clock, in seconds.</summary>
    public required double ClockResolutionSeconds { get; init; }
}
