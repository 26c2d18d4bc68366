using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Reports;

/// <summary>What the machine did during a variant's runs, as far as a reader decides by it. Null where nobody knows.</summary>
public sealed record MachineSummary
{
    /// <summary>The most of all loads, over what was used before each: of the machine or of the server's processes, whichever took more.</summary>
    public DataSize? PeakMemory { get; init; }

    /// <summary>It is that of the server's processes: the machine's own leaves out weights in mapped files.</summary>
    public bool IsPeakOfServer { get; init; }

    /// <summary>The same of the server's processes alone.</summary>
    public DataSize? PeakServerMemory { get; init; }

    /// <summary>Whose energy it is, the same for all loads: null where they differ.</summary>
    public string? EnergySource { get; init; }

    /// <summary>Mean over loads.</summary>
    public double? GrossJoulesPerToken { get; init; }

    public double? NetJoulesPerToken { get; init; }

    public double? MeanWatts { get; init; }

    /// <summary>Of the run that became hottest.</summary>
    public RunTemperature? Hottest { get; init; }

    /// <summary>Whether anybody saw what would be flagged.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Runs with a flag.</summary>
    public int FlaggedRuns { get; init; }

    /// <summary>Runs that were measured.</summary>
    public int Runs { get; init; }

    /// <summary>Each flag with the run it is of.</summary>
    public IReadOnlyList<(string Run, RunFlag Flag)> Flags { get; init; } = [];

    public static MachineSummary Of(VariantResult result)
    {
        var energies = result.Loads.Select(load => load.Conditions?.Energies.FirstOrDefault()).OfType<RunEnergy>().ToList();
        var isOneSource = energies.Select(energy => energy.Source).Distinct(StringComparer.Ordinal).Count() == 1;
        double? Mean(Func<RunEnergy, double?> figure) => isOneSource ? Distribution.Of(energies.Select(figure).OfType<double>())?.Mean : null;
        var (machine, server) = (Most(result.Loads.Select(load => load.Memory)), Most(result.Loads.Select(load => load.Conditions?.ServerMemory)));
        return new MachineSummary
        {
            PeakMemory = Most(result.Loads.Select(load => RunMemory.Larger(load.Memory, load.Conditions?.ServerMemory))),
            IsPeakOfServer = server is not null && !(machine?.Bytes >= server.Value.Bytes),
            PeakServerMemory = server,
            EnergySource = isOneSource ? energies[0].Source : null,
            GrossJoulesPerToken = Mean(energy => energy.GrossJoulesPerToken),
            NetJoulesPerToken = Mean(energy => energy.NetJoulesPerToken),
            MeanWatts = Mean(energy => energy.MeanWatts),
            Hottest = result.Loads.Select(load => load.Conditions?.Temperature).OfType<RunTemperature>().MaxBy(one => one.MaxCelsius),
            IsWatched = result.Loads.Any(load => load.Conditions is not null || load.Flags.Count > 0),
            FlaggedRuns = result.Loads.Count(load => load.Flags.Count > 0),
            Runs = result.Loads.Select(load => load.Run).Distinct(StringComparer.Ordinal).Count(),
            Flags = [.. result.Loads.SelectMany(load => load.Flags.Select(flag => (load.Run, flag)))],
        };
    }

    private static DataSize? Most(IEnumerable<RunMemory?> memories) => memories.OfType<RunMemory>().Select(memory => (DataSize?)new DataSize(memory.OverBaselineBytes)).Max();
}
