using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Sessions;

/// <summary>One request of a sweep, before it is sent.</summary>
internal sealed record SweepAsk
{
    public required string Id { get; init; }

    public required SweepKind Sweep { get; init; }

    public bool IsWarmup { get; init; }

    public ContextProbe? Context { get; init; }

    public ParallelProbe? Parallel { get; init; }

    public RateProbe? Rate { get; init; }

    public required string Prompt { get; init; }

    public string? Nonce { get; init; }

    public required int MaxTokens { get; init; }

    public required Sampling Sampling { get; init; }

    public int? Seed { get; init; }

    /// <summary>Without a byte from the server: a long prompt is silent until its first token.</summary>
    public required TimeSpan IdleLimit { get; init; }

    public required TimeSpan TotalLimit { get; init; }

    /// <summary>A planned request under a name of its own within the sweep, with a nonce of its own.</summary>
    public static SweepAsk Of(PlannedRequest planned, SweepKind sweep, string name, Run run, JournalEntry.SweepLoad load, Limits limits)
    {
        var request = planned.WithNonceOf(load.WasLoadedBefore ? $"{name}/{load.At:O}" : name);
        return new SweepAsk
        {
            Id = $"{run.Id}/sweep/{name}",
            Sweep = sweep,
            Prompt = request.Prompt,
            Nonce = request.Nonce,
            MaxTokens = request.MaxTokens,
            Sampling = request.Sampling,
            Seed = request.Seed,
            IdleLimit = limits.Idle,
            TotalLimit = limits.Request,
        };
    }

    public ChatRequest Chat(string model) => new()
    {
        Model = model,
        Prompt = Prompt,
        MaxTokens = MaxTokens,
        Sampling = Sampling,
        Seed = Seed,
        IdleLimit = IdleLimit,
        TotalLimit = TotalLimit,
    };

    public JournalEntry.SweepRequest Entry(DateTimeOffset at, Run run, JournalEntry.SweepLoad load, RequestTimeline timeline, RequestOutcome outcome) => new()
    {
        At = at,
        Run = run.Id,
        Variant = run.Variant.Id,
        Id = Id,
        Sweep = Sweep,
        LoadId = load.LoadId,
        IsWarmup = IsWarmup,
        Context = Context,
        Parallel = Parallel,
        Rate = Rate,
        MaxTokens = MaxTokens,
        Sampling = Sampling,
        Seed = Seed,
        Nonce = Nonce,
        PromptHash = PromptHash.Of(Prompt),
        Timeline = timeline,
        Outcome = outcome,
    };
}
