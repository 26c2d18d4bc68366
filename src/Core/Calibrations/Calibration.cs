using LlmObs.Hardware;

namespace LlmObs.Calibrations;

/// <summary>The instrument's own error on one machine, as <c>llmobs calibrate</c> found it.</summary>
public sealed record Calibration
{
    public const int CurrentSchemaVersion = 2;

    public required int SchemaVersion { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string ClientVersion { get; init; }

    public required Machine Machine { get; init; }

    public required IReadOnlyList<CalibrationRow> Rows { get; init; }

    /// <summary>What one chunk more costs in steady state, requests left out: the difference of a long firehose and a short one.</summary>
    public double? CpuSecondsPerChunk { get; init; }

    /// <summary>Likewise, in bytes.</summary>
    public double? AllocatedBytesPerChunk { get; init; }

    /// <summary>Whether what goes on beside a request changes what is measured of it; empty where it was not looked at.</summary>
    public IReadOnlyList<ObserverEffect> ObserverEffects { get; init; } = [];

    /// <summary>The highest offered rate, in chunks a second, at which the decode error of nineteen streams in twenty is within 1 % and none failed; null where none is.</summary>
    public double? RateWithinOnePercent => Rows
        .Where(row => row is { Failed: 0, Load: { OfferedPerSecond: not null, Together: false }, DecodeError: not null } && Largest(row) <= 0.01)
        .Select(row => row.Load.OfferedPerSecond).Max();

    /// <summary>The most chunks a second that went through this process, from a firehose.</summary>
    public double? MostChunksPerSecond => Rows.Where(row => row.Load.IsFirehose && row.Failed == 0).Select(row => row.ChunksPerSecond).Max();

    /// <summary>Whether it says anything of a client of this version on this machine.</summary>
    public bool IsOf(Machine machine, string clientVersion) =>
        ClientVersion == clientVersion && Machine.Processor == machine.Processor && Machine.LogicalProcessors == machine.LogicalProcessors && Machine.OperatingSystem == machine.OperatingSystem;

    private static double Largest(CalibrationRow row) => Math.Max(Math.Abs(row.DecodeError!.P95 ?? row.DecodeError.Max), Math.Abs(row.DecodeError.Min));
}
