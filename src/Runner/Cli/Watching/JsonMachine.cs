using LlmObs.Conditions;
using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>What the machine did during a variant's runs. Names are a contract: docs/json-output.md.</summary>
internal sealed record JsonMachine
{
    public required long? PeakMemoryBytes { get; init; }

    public required long? PeakServerMemoryBytes { get; init; }

    public required string? EnergySource { get; init; }

    public required double? JoulesPerToken { get; init; }

    public required double? NetJoulesPerToken { get; init; }

    public required double? MeanWatts { get; init; }

    public required double? MaxCelsius { get; init; }

    public required string? HottestSensor { get; init; }

    public required int FlaggedRuns { get; init; }

    public required IReadOnlyList<JsonFlag> Flags { get; init; }

    public static JsonMachine Of(VariantResult result)
    {
        var machine = MachineSummary.Of(result);
        return new JsonMachine
        {
            PeakMemoryBytes = machine.PeakMemory?.Bytes,
            PeakServerMemoryBytes = machine.PeakServerMemory?.Bytes,
            EnergySource = machine.EnergySource,
            JoulesPerToken = machine.GrossJoulesPerToken,
            NetJoulesPerToken = machine.NetJoulesPerToken,
            MeanWatts = machine.MeanWatts,
            MaxCelsius = machine.Hottest?.MaxCelsius,
            HottestSensor = machine.Hottest?.Sensor,
            FlaggedRuns = machine.FlaggedRuns,
            Flags = [.. machine.Flags.Select(one => new JsonFlag(one.Run, one.Flag.Kind, one.Flag.Reason))],
        };
    }
}

/// <summary>Something that may have made a run slower.</summary>
internal sealed record JsonFlag(string Run, RunFlagKind Kind, string Reason);
