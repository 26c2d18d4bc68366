using LlmObs.Sweeps;

namespace LlmObs.Results;

/// <summary>A variant's usable context, and what longer prompts cost.</summary>
public sealed record ContextSweepResult
{
    /// <summary>False where it was stopped: it goes on with <c>--resume</c>.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>In theory: as the server says, else the plan; null where neither does.</summary>
    public int? MaximumContextTokens { get; init; }

    /// <summary>The largest that loaded, or that was found loaded.</summary>
    public int? LoadedContextTokens { get; init; }

    /// <summary>The largest in which, as in all smaller ones, every hidden fact was found, quickly enough; null where there is none.</summary>
    public int? UsableContextTokens { get; init; }

    /// <summary>Usable / maximum.</summary>
    public double? UsableShare => (double?)UsableContextTokens / MaximumContextTokens;

    /// <summary>Why the next one is not usable; null where the maximum is.</summary>
    public ContextProblem? Limit { get; init; }

    public string? LimitReason { get; init; }

    /// <summary>One for each context that was filled, smallest first: the curves.</summary>
    public required IReadOnlyList<ContextStep> Steps { get; init; }

    /// <summary>What loads of different context took.</summary>
    public required IReadOnlyList<ContextMemory> Memory { get; init; }

    /// <summary>Slope of memory over loaded context, by least squares.</summary>
    public double? BytesPerToken { get; init; }

    public string? WhyNoBytesPerToken { get; init; }
}

/// <summary>The memory of one load.</summary>
public sealed record ContextMemory(int ContextTokens, long OverBaselineBytes, string Source);
