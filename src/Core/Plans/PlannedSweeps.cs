namespace LlmObs.Plans;

/// <summary>The adaptive measures of a variant, once: what they send next depends on what came before, so they are no planned requests.</summary>
public sealed record PlannedSweeps
{
    public ContextSweep? Context { get; init; }

    /// <summary>What the plan says of the model; the server's own word counts more.</summary>
    public int? PlannedMaximumContextTokens { get; init; }

    public ParallelSweep? Parallel { get; init; }

    /// <summary>What every stream sends, but for its nonce.</summary>
    public PlannedRequest? ParallelRequest { get; init; }

    public RateSweep? Rate { get; init; }

    /// <summary>What every arrival sends, but for its nonce.</summary>
    public PlannedRequest? RateRequest { get; init; }

    /// <summary>Without the others; null where that leaves none.</summary>
    public PlannedSweeps? Only(IReadOnlyList<SweepKind> kinds) => kinds.Count == 0 ? null : this with
    {
        Context = kinds.Contains(SweepKind.Context) ? Context : null,
        ParallelRequest = kinds.Contains(SweepKind.Parallel) ? ParallelRequest : null,
        RateRequest = kinds.Contains(SweepKind.Rate) ? RateRequest : null,
    };

    /// <summary>Those that there are, in the order they run.</summary>
    public IEnumerable<SweepKind> Kinds => new[] { (SweepKind.Parallel, ParallelRequest is not null), (SweepKind.Rate, RateRequest is not null), (SweepKind.Context, Context is not null) }.Where(one => one.Item2).Select(one => one.Item1);
}

/// <summary>Which adaptive measure.</summary>
public enum SweepKind
{
    Context,
    Parallel,
    Rate,
}
