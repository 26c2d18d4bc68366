namespace LlmObs.Plans;

/// <summary>
/// How long one run takes, step by step, in seconds: by what the variant took before, else by what its model's others did, else by what the plan says of it.
/// Where nothing was measured every answer is taken to use its whole budget.
/// </summary>
public sealed record RunEstimate
{
    /// <summary>Where nobody has published a speed.</summary>
    public const double AssumedTokensPerSecond = 40;

    internal const double AssumedLoadBytesPerSecond = 2e9;

    public required PaceSource Source { get; init; }

    public required double LoadSeconds { get; init; }

    /// <summary>Warm-ups included.</summary>
    public required double RequestSeconds { get; init; }

    /// <summary>Verifying, unloading, waiting.</summary>
    public required double SecondsBesides { get; init; }

    public required double ContextSweepSeconds { get; init; }

    public required double ParallelSweepSeconds { get; init; }

    public required double RateSweepSeconds { get; init; }

    public double SweepSeconds => ContextSweepSeconds + ParallelSweepSeconds + RateSweepSeconds;

    public double Seconds => LoadSeconds + RequestSeconds + SecondsBesides + SweepSeconds;

    /// <param name="run">With only what is left of it.</param>
    /// <param name="paces">Of what was measured.</param>
    public static RunEstimate Of(Run run, Paces paces)
    {
        var own = paces.ByVariant.GetValueOrDefault(run.Variant.Id);
        var others = paces.Models[run.Variant.Model].Select(id => paces.ByVariant[id]).ToList();
        var (perToken, source) = Speed(run.Variant, own, others);
        var load = own?.LoadSeconds ?? Scaled(run.Variant, others) ?? (run.Variant.FileSize?.Bytes ?? 0) / AssumedLoadBytesPerSecond;
        var hasRequests = run.Requests.Count > 0;
        var sweeps = new SweepEstimate(1 / perToken, load, own?.PrefillTokensPerSecond);
        return new RunEstimate
        {
            Source = source,
            LoadSeconds = hasRequests ? load : 0,
            RequestSeconds = run.Warmups.Concat(run.Requests).Where(request => request.Arrival is null).Sum(request => (double)request.MaxTokens / request.Concurrency) * perToken + OpenLoops(run, perToken),
            SecondsBesides = hasRequests ? paces.SecondsBesides ?? 0 : 0,
            ContextSweepSeconds = sweeps.Context(run.Sweeps),
            ParallelSweepSeconds = sweeps.Parallel(run.Sweeps),
            RateSweepSeconds = sweeps.Rate(run.Sweeps),
        };
    }

    /// <summary>From the first arrival that is left to the last, and its answer after it; a queue that has grown by then is not reckoned.</summary>
    private static double OpenLoops(Run run, double perToken) => run.Requests.Where(request => request.Arrival is not null).GroupBy(request => request.Level)
        .Sum(loop => loop.Max(request => request.Arrival!.After.TotalSeconds) - loop.Min(request => request.Arrival!.After.TotalSeconds) + loop.First().MaxTokens * perToken);

    private static (double SecondsPerToken, PaceSource Source) Speed(Variant variant, Pace? own, List<Pace> others) => (own?.SecondsPerBudgetToken, Mean(others.Select(pace => pace.SecondsPerBudgetToken))) switch
    {
        ({ } measured, _) => (measured, PaceSource.Measured),
        (_, { } ofModel) => (ofModel, PaceSource.Model),
        _ => (1 / (variant.Status.PublishedTokensPerSecond ?? AssumedTokensPerSecond), PaceSource.Assumed),
    };

    /// <summary>By size, for that is what a load moves.</summary>
    private static double? Scaled(Variant variant, List<Pace> others) => variant.FileSize is { } size
        ? Mean(others.Where(pace => pace.FileBytes > 0).Select(pace => pace.LoadSeconds / pace.FileBytes * size.Bytes))
        : Mean(others.Select(pace => pace.LoadSeconds));

    private static double? Mean(IEnumerable<double?> values) => values.OfType<double>().Where(value => value > 0).ToList() is { Count: > 0 } known ? known.Average() : null;
}

/// <summary>What a variant's speed in an estimate rests on.</summary>
public enum PaceSource
{
    /// <summary>Its own, measured.</summary>
    Measured,

    /// <summary>Measured of other variants of its model.</summary>
    Model,

    /// <summary>The plan's published speed, or a round figure.</summary>
    Assumed,
}
