namespace LlmObs.Capacity;

/// <summary>What is asked of each candidate: contexts × sequences at once, with one kind of cache.</summary>
public sealed record FitQuestion
{
    public required MemoryBudget Budget { get; init; }

    /// <summary>Of each sequence, in tokens.</summary>
    public required IReadOnlyList<int> Contexts { get; init; }

    /// <summary>The candidate's own largest context is asked for too.</summary>
    public bool WithOwnMaximum { get; init; }

    public IReadOnlyList<int> Sequences { get; init; } = [1, 4];

    public CacheType CacheType { get; init; } = CacheType.F16;

    /// <summary>Those it was made for, the smallest first.</summary>
    public IReadOnlyList<int> ContextsOf(Candidate candidate)
    {
        var most = candidate.MaximumContextTokens ?? candidate.Shape?.MaximumContextTokens;
        int[] own = WithOwnMaximum && most is { } maximum ? [maximum] : [];
        return [.. Contexts.Where(context => !(context > most)).Concat(own).Distinct().Order()];
    }

    /// <summary>Contexts that somebody asked for and that are beyond what it was made for.</summary>
    public IReadOnlyList<int> TooLargeFor(Candidate candidate) => WithOwnMaximum ? [] : [.. Contexts.Where(context => context > (candidate.MaximumContextTokens ?? candidate.Shape?.MaximumContextTokens))];

    public MemoryFit Of(Candidate candidate, int contextTokens, int sequences) => MemoryFit.Of(candidate, Budget, contextTokens, sequences, CacheType);
}
