namespace LlmObs.Results;

/// <summary>The variant's own run did not load, for a reason that time does not heal: its sweeps need not find that out again, load after load.</summary>
/// <param name="Failure">The run's.</param>
/// <param name="Cause">By its evidence.</param>
/// <param name="ContextTokens">What was asked for; null left it to the server.</param>
public sealed record SweepBarrier(string Failure, LoadFailureCause Cause, int? ContextTokens)
{
    /// <summary>With less context it may load.</summary>
    public bool IsOfContext => Cause is LoadFailureCause.OutOfMemory or LoadFailureCause.RefusedByEstimate or LoadFailureCause.NotAsAsked;

    /// <summary>Null where the first run of the variant loaded, was found loaded, or failed for what may have passed.</summary>
    /// <param name="entries">Of one variant, in order.</param>
    public static SweepBarrier? Of(IReadOnlyList<JournalEntry> entries)
    {
        var first = entries.OfType<JournalEntry.Load>().FirstOrDefault()?.Run;
        int? asked = null;
        SweepBarrier? barrier = null;
        foreach (var entry in entries.Where(entry => entry.Run == first))
        {
            if (entry is JournalEntry.LoadBegun begun)
                asked = begun.ContextTokens;
            else if (entry is JournalEntry.Load load)
                barrier = load is { WasLoadedBefore: false, Failure: { } failure, FailureCause: { } cause and not (LoadFailureCause.Unknown or LoadFailureCause.ServerGone) } ? new SweepBarrier(failure, cause, asked) : null;
        }
        return barrier;
    }

    /// <summary>Whether a load with so much context may be tried.</summary>
    public bool Allows(int contextTokens) => IsOfContext && !(contextTokens >= ContextTokens);
}
