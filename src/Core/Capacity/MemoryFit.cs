namespace LlmObs.Capacity;

/// <summary>
/// Whether so many sequences of such a context fit: weights + Σ over sequences of (keys and values + state) + buffers, held against the budget. The server's buffers are
/// 1 to 4 GiB: with 4 it must leave the margin free to fit, and with 1 it must be over the limit not to fit. Between the two it is tight, which is a word for "try it".
/// </summary>
/// <param name="Verdict">In one word.</param>
/// <param name="NeedBytes">With the largest buffers; null where not all is known.</param>
/// <param name="HeadroomBytes">Of the limit, below 0 where it does not fit; null likewise.</param>
public sealed record MemoryFit(FitVerdict Verdict, long? NeedBytes, long? HeadroomBytes)
{
    public const long LeastBuffers = 1L << 30;
    public const long MostBuffers = 4L << 30;

    /// <summary>For a context nobody named a limit of, and for the search of the largest.</summary>
    private const int LargestSearched = 1 << 24;

    public static MemoryFit Of(Candidate candidate, MemoryBudget budget, int contextTokens, int sequences, CacheType type)
    {
        if (candidate.Weights is not { } weights)
            return new(FitVerdict.Unknown, null, null);
        if (candidate.Shape is not { } shape)
            return weights.Bytes + LeastBuffers > budget.Limit.Bytes ? new(FitVerdict.DoesNotFit, null, budget.Limit.Bytes - weights.Bytes - LeastBuffers) : new(FitVerdict.Unknown, null, null);
        var need = (long)Math.Min(weights.Bytes + ((double)sequences * shape.SequenceBytes(contextTokens, type)), long.MaxValue / 2);
        return (need + LeastBuffers > budget.Limit.Bytes, need + MostBuffers <= budget.Limit.Bytes - budget.Margin.Bytes) switch
        {
            // less would be kept, perhaps: an upper bound refuses nothing
            (true, _) when shape.UpperBound is not null && weights.Bytes + LeastBuffers <= budget.Limit.Bytes => new(FitVerdict.Unknown, need + MostBuffers, null),
            (true, _) => new(FitVerdict.DoesNotFit, need + MostBuffers, budget.Limit.Bytes - need - LeastBuffers),
            (_, true) => new(FitVerdict.Fits, need + MostBuffers, budget.Limit.Bytes - need - MostBuffers),
            _ => new(FitVerdict.Tight, need + MostBuffers, budget.Limit.Bytes - need - MostBuffers),
        };
    }

    /// <summary>The largest context, in steps of <see cref="ModelShape.Step"/> and up to the model's own, that fits or is at least tight; 0 where none does, null where not all is known.</summary>
    public static int? LargestContext(Candidate candidate, MemoryBudget budget, int sequences, CacheType type, FitVerdict atLeast)
    {
        if (candidate is not { Weights: not null, Shape: { } shape })
            return null;
        bool Does(int context) => Of(candidate, budget, context, sequences, type).Verdict is var verdict && (verdict == FitVerdict.Fits || (verdict == FitVerdict.Tight && atLeast == FitVerdict.Tight));
        var most = candidate.MaximumContextTokens ?? shape.MaximumContextTokens ?? LargestSearched;
        if (Does(most))
            return most;
        var (good, bad) = (0, most / ModelShape.Step + 1);
        while (bad - good > 1)
        {
            var middle = good + ((bad - good) / 2);
            (good, bad) = Does(middle * ModelShape.Step) ? (middle, bad) : (good, middle);
        }
        return good * ModelShape.Step;
    }

    /// <summary>How many sequences of this context fit at once; 0 where none does, null where not all is known.</summary>
    public static int? MostSequences(Candidate candidate, MemoryBudget budget, int contextTokens, CacheType type)
    {
        if (candidate is not { Weights: { } weights, Shape: { } shape } || shape.SequenceBytes(contextTokens, type) is not (> 0 and var each))
            return null;
        var left = budget.Limit.Bytes - budget.Margin.Bytes - weights.Bytes - MostBuffers;
        return (int)Math.Clamp(left / each, 0, int.MaxValue);
    }
}

public enum FitVerdict
{
    /// <summary>Not all is known that decides it.</summary>
    Unknown,

    Fits,

    /// <summary>On paper, with less left than should be: only loading it tells.</summary>
    Tight,

    DoesNotFit,
}
