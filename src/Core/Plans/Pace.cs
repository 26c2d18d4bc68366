namespace LlmObs.Plans;

/// <summary>What a variant's work took where it was done; null where none of that kind was.</summary>
public sealed record Pace
{
    /// <summary>Of one load, on average.</summary>
    public double? LoadSeconds { get; init; }

    /// <summary>Of the files behind it.</summary>
    public long? FileBytes { get; init; }

    /// <summary>Of a request for each token of its budget, whatever part of it the answer used; of those under way together each has its share of the time.</summary>
    public double? SecondsPerBudgetToken { get; init; }

    /// <summary>Of the longest prompt.</summary>
    public double? PrefillTokensPerSecond { get; init; }
}

/// <summary>What work took that was done already: the ground for reckoning what the rest takes.</summary>
public sealed record Paces
{
    public static Paces None { get; } = new();

    public IReadOnlyDictionary<string, Pace> ByVariant { get; init; } = new Dictionary<string, Pace>(StringComparer.Ordinal);

    /// <summary>The ids of the models' variants among them.</summary>
    public ILookup<string, string> Models { get; init; } = Array.Empty<string>().ToLookup(name => name, StringComparer.Ordinal);

    /// <summary>Of a run, beside its load and its requests: verifying, unloading, waiting.</summary>
    public double? SecondsBesides { get; init; }

    /// <summary>For which a block waited until the machine was cool and calm, on average; null where nobody watched the machine.</summary>
    public double? GateSeconds { get; init; }
}
