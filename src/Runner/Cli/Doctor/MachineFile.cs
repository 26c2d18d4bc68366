using LlmObs.Hardware;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>What an owner may send of a machine: <c>llmobs doctor --report</c>. It holds no name of a person, host, folder, program or model, and no prompt.</summary>
internal sealed record MachineFile
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string LlmObsVersion { get; init; }

    /// <summary>Null where no Collector answers: then there are no sensors either.</summary>
    public required CollectorState? Collector { get; init; }

    public required Machine Machine { get; init; }

    public required bool? IsOnBattery { get; init; }

    public required bool? IsLowPowerMode { get; init; }

    public required long? GpuMemoryLimitBytes { get; init; }

    /// <summary>Of the biggest programs, without their names.</summary>
    public required IReadOnlyList<long> BiggestProcessesBytes { get; init; }

    public required IReadOnlyList<SensorState> Sensors { get; init; }

    public required IReadOnlyList<AbsentSensor> Absent { get; init; }

    public required ServerSeen? Server { get; init; }

    /// <summary>Their words name models, programs and folders, and are left out.</summary>
    public required IReadOnlyList<CheckSeen> Checks { get; init; }

    public required IReadOnlyList<HostSample> Samples { get; init; }
}

internal sealed record CollectorState(string Version, double IntervalSeconds, long MissedSamples);

internal sealed record ServerSeen(string Kind, string Name, string? Version, bool IsSimulated);

internal sealed record CheckSeen(string Subject, string Verdict);
