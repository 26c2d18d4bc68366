namespace LlmObs.Hardware;

/// <summary>What a Collector knows of its machine besides samples: asked for before a session and by the doctor, never while something is measured.</summary>
public sealed record HostReport
{
    public required DateTimeOffset At { get; init; }

    public required Machine Machine { get; init; }

    /// <summary>Of the Collector.</summary>
    public required string Version { get; init; }

    public required double IntervalSeconds { get; init; }

    public required long MissedSamples { get; init; }

    public required IReadOnlyList<SensorState> Sensors { get; init; }

    /// <summary>What of this kind of machine's readings it lacks, each with the reason.</summary>
    public required IReadOnlyList<AbsentSensor> Absent { get; init; }

    /// <summary>Null where the system does not say.</summary>
    public bool? IsOnBattery { get; init; }

    /// <summary>The system saves power and is slower for it; null where it does not say.</summary>
    public bool? IsLowPowerMode { get; init; }

    /// <summary>The most that the graphics processor may take of the machine's memory; null where the system does not say.</summary>
    public long? GpuMemoryLimitBytes { get; init; }

    /// <summary>Those that use most memory now, the biggest first; empty where they cannot be seen.</summary>
    public IReadOnlyList<ProcessUse> BiggestProcesses { get; init; } = [];
}

/// <summary>One sensor; <paramref name="Trouble"/> says why its last reading is missing, null where it is not.</summary>
public sealed record SensorState(string Name, string Source, string? Trouble);

public sealed record AbsentSensor(string Subject, string Reason);

public sealed record ProcessUse(int Pid, string Name, long MemoryBytes);
