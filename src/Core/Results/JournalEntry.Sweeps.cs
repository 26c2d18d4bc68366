using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Sweeps;

namespace LlmObs.Results;

/// <summary>What sweeps keep.</summary>
public abstract partial record JournalEntry
{
    /// <summary>As <see cref="Load"/>, for a sweep after the run: no replicate, and part of no other figure.</summary>
    public sealed record SweepLoad : JournalEntry
    {
        public required SweepKind Sweep { get; init; }

        /// <summary>Only for the memory that its context takes.</summary>
        public bool IsForMemory { get; init; }

        /// <summary>Null left it to the server.</summary>
        public int? AskedContextTokens { get; init; }

        /// <summary>As verified: less than was asked where the server clamps in silence.</summary>
        public int? ContextTokens { get; init; }

        /// <summary>How many requests it answers at once; null where the server does not say.</summary>
        public int? ParallelSlots { get; init; }

        public string? LoadId { get; init; }

        public bool WasLoadedBefore { get; init; }

        public LocalModel? Model { get; init; }

        public string? InstanceId { get; init; }

        public TimeSpan? LoadTime { get; init; }

        /// <summary>Why nothing can be measured in it.</summary>
        public string? Failure { get; init; }

        public LoadFailureCause? FailureCause { get; init; }
    }

    /// <summary>As <see cref="Request"/>, of a sweep: it never enters a speed figure.</summary>
    public sealed record SweepRequest : JournalEntry
    {
        public required string Id { get; init; }

        public required SweepKind Sweep { get; init; }

        public string? LoadId { get; init; }

        /// <summary>The first after its load: cold, and part of no curve.</summary>
        public bool IsWarmup { get; init; }

        /// <summary>Null where it is of another sweep.</summary>
        public ContextProbe? Context { get; init; }

        /// <summary>Null where it is of another sweep.</summary>
        public ParallelProbe? Parallel { get; init; }

        /// <summary>Null where it is of another sweep.</summary>
        public RateProbe? Rate { get; init; }

        public required int MaxTokens { get; init; }

        public required Sampling Sampling { get; init; }

        public int? Seed { get; init; }

        public string? Nonce { get; init; }

        public required string PromptHash { get; init; }

        public required RequestTimeline Timeline { get; init; }

        public required RequestOutcome Outcome { get; init; }
    }

    /// <summary>What a sweep's load took, from before it to the end of its warm-up request: the same work for every context.</summary>
    public sealed record SweepMemory : JournalEntry
    {
        public required string LoadId { get; init; }

        public required int ContextTokens { get; init; }

        /// <summary>Of the machine or of the server's processes, whichever is more; null where nobody watched.</summary>
        public RunMemory? Memory { get; init; }
    }

    /// <summary>A sweep has found what it can.</summary>
    public sealed record SweepEnd : JournalEntry
    {
        public required SweepKind Sweep { get; init; }

        /// <summary>Why it found nothing, or not all it was to find; null where it did.</summary>
        public string? Failure { get; init; }
    }
}
