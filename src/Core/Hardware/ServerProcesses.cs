namespace LlmObs.Hardware;

/// <summary>An LLM server's processes, looked at closely and seldom: before a run and after it.</summary>
public sealed record ServerProcesses
{
    public required DateTimeOffset At { get; init; }

    public required int Port { get; init; }

    /// <summary>The one that listens first; empty where nobody does or it cannot be seen.</summary>
    public required IReadOnlyList<ServerProcess> Processes { get; init; }

    /// <summary>Why there are none; null when there are some.</summary>
    public string? Reason { get; init; }
}

/// <summary>One of them.</summary>
public sealed record ServerProcess
{
    public required int Pid { get; init; }

    public required string Name { get; init; }

    /// <summary>Its share of what it uses together with others (PSS on Linux); null where the system does not say.</summary>
    public long? ProportionalBytes { get; init; }

    /// <summary>The most it ever used (macOS: lifetime maximum of the physical footprint; Linux: VmHWM).</summary>
    public long? PeakBytes { get; init; }
}
