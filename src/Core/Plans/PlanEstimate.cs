namespace LlmObs.Plans;

/// <summary>What carrying a matrix out would take.</summary>
public sealed record PlanEstimate
{
    private const string Assumptions = "every answer uses its whole budget, at the published speed of a variant or else 40 tok/s; loading at 2 GB/s";

    public required TimeSpan Duration { get; init; }

    /// <summary>Of the duration, what the sweeps take.</summary>
    public required TimeSpan Sweeps { get; init; }

    /// <summary>What the duration was reckoned from.</summary>
    public required string Basis { get; init; }

    /// <summary>Some of it rests on what was measured; else it is the most it can take by the plan's word.</summary>
    public required bool IsMeasured { get; init; }

    /// <summary>All variants' files together.</summary>
    public required DataSize Disk { get; init; }

    /// <summary>The largest variant: one is in memory at a time.</summary>
    public required DataSize PeakMemory { get; init; }

    /// <summary>The measured ones.</summary>
    public required int Requests { get; init; }

    public required int Warmups { get; init; }

    public static PlanEstimate Of(IReadOnlyList<Block> blocks) => Of(blocks, Paces.None);

    /// <param name="blocks">With only what is left of them. Before each but the first it is waited until the machine is cool.</param>
    /// <param name="paces">Of what was measured.</param>
    public static PlanEstimate Of(IReadOnlyList<Block> blocks, Paces paces)
    {
        var runs = blocks.SelectMany(block => block.Runs).ToList();
        var variants = runs.Select(run => run.Variant).DistinctBy(variant => variant.Id, StringComparer.Ordinal).ToList();
        var estimates = runs.Select(run => (run.Variant.Id, Estimate: RunEstimate.Of(run, paces))).ToList();
        var sweeps = estimates.Sum(one => one.Estimate.SweepSeconds);
        var sources = estimates.DistinctBy(one => one.Id, StringComparer.Ordinal).CountBy(one => one.Estimate.Source).ToDictionary();
        return new PlanEstimate
        {
            Duration = TimeSpan.FromSeconds(estimates.Sum(one => one.Estimate.Seconds) + Math.Max(0, blocks.Count - 1) * (paces.GateSeconds ?? 0)),
            Sweeps = TimeSpan.FromSeconds(sweeps),
            Basis = Words(sources, sweeps > 0, paces),
            IsMeasured = sources.Keys.Any(source => source != PaceSource.Assumed),
            Disk = new DataSize(variants.Sum(variant => variant.FileSize?.Bytes ?? 0)),
            PeakMemory = new DataSize(variants.Select(variant => (variant.ExpectedMemory ?? variant.FileSize)?.Bytes ?? 0).DefaultIfEmpty().Max()),
            Requests = runs.Sum(run => run.Requests.Count),
            Warmups = runs.Sum(run => run.Warmups.Count),
        };
    }

    private static string Words(Dictionary<PaceSource, int> sources, bool hasSweeps, Paces paces)
    {
        var (measured, ofModel, assumed) = (sources.GetValueOrDefault(PaceSource.Measured), sources.GetValueOrDefault(PaceSource.Model), sources.GetValueOrDefault(PaceSource.Assumed));
        var isAllAssumed = measured + ofModel == 0;
        string?[] parts =
        [
            measured > 0 ? $"{Count(measured)} at the measured pace" : null,
            ofModel > 0 ? $"{Count(ofModel)} at that of {(ofModel == 1 ? "its" : "their")} model" : null,
            isAllAssumed ? Assumptions : assumed > 0 ? $"{Count(assumed)} as the plan has it ({Assumptions})" : null,
            hasSweeps ? $"sweeps go to their largest step{(isAllAssumed ? FormattableString.Invariant($", prefill at {SweepEstimate.AssumedPrefillTokensPerSecond} tok/s") : "")}" : null,
            paces.GateSeconds > 0 ? FormattableString.Invariant($"cooling down {paces.GateSeconds:0} s a block, as so far") : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Count(int variants) => FormattableString.Invariant($"{variants} {(variants == 1 ? "variant" : "variants")}");
}
