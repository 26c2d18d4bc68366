namespace LlmObs.Plans;

/// <summary>What carrying a matrix out would take at most.</summary>
public sealed record PlanEstimate
{
    /// <summary>Where nobody has published a speed.</summary>
    public const double AssumedTokensPerSecond = 40;

    private const double AssumedLoadBytesPerSecond = 2e9;
    private const string Assumptions = "every answer uses its whole budget, at the published speed of a variant or else 40 tok/s; loading at 2 GB/s";
    private const string SweepAssumptions = "; sweeps go to their largest step, prefill at 300 tok/s";

    public required TimeSpan Duration { get; init; }

    /// <summary>Of the duration, what the sweeps take.</summary>
    public TimeSpan Sweeps { get; init; }

    /// <summary>What the duration was reckoned from.</summary>
    public string Basis => Sweeps > TimeSpan.Zero ? Assumptions + SweepAssumptions : Assumptions;

    /// <summary>All variants' files together.</summary>
    public required DataSize Disk { get; init; }

    /// <summary>The largest variant: one is in memory at a time.</summary>
    public required DataSize PeakMemory { get; init; }

    /// <summary>The measured ones.</summary>
    public required int Requests { get; init; }

    public required int Warmups { get; init; }

    public static PlanEstimate Of(IReadOnlyList<Block> blocks)
    {
        var runs = blocks.SelectMany(block => block.Runs).ToList();
        var variants = runs.Select(run => run.Variant).DistinctBy(variant => variant.Id, StringComparer.Ordinal).ToList();
        return new PlanEstimate
        {
            Duration = TimeSpan.FromSeconds(runs.Sum(run => Seconds(run) + SweepEstimate.Seconds(run, Speed(run), LoadSeconds(run)))),
            Sweeps = TimeSpan.FromSeconds(runs.Sum(run => SweepEstimate.Seconds(run, Speed(run), LoadSeconds(run)))),
            Disk = new DataSize(variants.Sum(variant => variant.FileSize?.Bytes ?? 0)),
            PeakMemory = new DataSize(variants.Select(variant => (variant.ExpectedMemory ?? variant.FileSize)?.Bytes ?? 0).DefaultIfEmpty().Max()),
            Requests = runs.Sum(run => run.Requests.Count),
            Warmups = runs.Sum(run => run.Warmups.Count),
        };
    }

    private static double Seconds(Run run)
    {
        var closed = run.Warmups.Concat(run.Requests).Where(request => request.Arrival is null).ToList();
        var tokens = closed.Sum(request => (double)request.MaxTokens / request.Concurrency);
        return LoadSeconds(run) + tokens / Speed(run) + OpenLoops(run);
    }

    /// <summary>Until the last arrival, and its answer after it; a queue that has grown by then is not reckoned.</summary>
    private static double OpenLoops(Run run) => run.Requests.Where(request => request.Arrival is not null).GroupBy(request => request.Level)
        .Sum(loop => loop.Max(request => request.Arrival!.After.TotalSeconds) + loop.First().MaxTokens / Speed(run));

    private static double Speed(Run run) => run.Variant.Status.PublishedTokensPerSecond ?? AssumedTokensPerSecond;

    private static double LoadSeconds(Run run) => (run.Variant.FileSize?.Bytes ?? 0) / AssumedLoadBytesPerSecond;
}
