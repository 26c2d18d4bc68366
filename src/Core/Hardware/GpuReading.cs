namespace LlmObs.Hardware;

/// <summary>What a graphics processor did at one moment.</summary>
public sealed record GpuReading
{
    /// <summary>Share of time it was busy, 0 to 1.</summary>
    public double? Utilization { get; init; }

    public double? FrequencyHertz { get; init; }

    /// <summary>Of its own memory; null where it shares the machine's.</summary>
    public long? MemoryUsedBytes { get; init; }

    public long? MemoryTotalBytes { get; init; }
}
