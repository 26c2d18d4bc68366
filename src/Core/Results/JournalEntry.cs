using System.Text.Json.Serialization;
using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>One line of <c>requests.jsonl</c>: written and flushed to disk when it happened, never changed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(LoadBegun), "loadBegun")]
[JsonDerivedType(typeof(Load), "load")]
[JsonDerivedType(typeof(Unload), "unload")]
[JsonDerivedType(typeof(Request), "request")]
[JsonDerivedType(typeof(RunEnd), "runEnd")]
[JsonDerivedType(typeof(SweepLoad), "sweepLoad")]
[JsonDerivedType(typeof(SweepRequest), "sweepRequest")]
[JsonDerivedType(typeof(SweepMemory), "sweepMemory")]
[JsonDerivedType(typeof(SweepEnd), "sweepEnd")]
public abstract partial record JournalEntry
{
    private JournalEntry()
    {
    }

    [JsonPropertyOrder(-3)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the run it belongs to.</summary>
    [JsonPropertyOrder(-2)]
    public required string Run { get; init; }

    /// <summary>The id of the plan's variant.</summary>
    [JsonPropertyOrder(-1)]
    public required string Variant { get; init; }

    /// <summary>The server is about to be asked to load. If nothing follows, we were killed meanwhile, and what is in memory is ours.</summary>
    public sealed record LoadBegun : JournalEntry
    {
        public required string ModelKey { get; init; }

        /// <summary>The context asked for; null left it to the server.</summary>
        public int? ContextTokens { get; init; }
    }

    /// <summary>A variant was brought into memory, was found there, or failed to load.</summary>
    public sealed record Load : JournalEntry
    {
        /// <summary>Unique for each time weights came into memory: the replicate. Null when it failed.</summary>
        public string? LoadId { get; init; }

        /// <summary>It was in memory before we came: all such runs share one load.</summary>
        public bool WasLoadedBefore { get; init; }

        public LocalModel? Model { get; init; }

        public string? InstanceId { get; init; }

        /// <summary>As verified after loading.</summary>
        public int? ContextTokens { get; init; }

        /// <summary>How many requests it answers at once, as verified after loading; null where the server does not say.</summary>
        public int? ParallelSlots { get; init; }

        /// <summary>Explicit load call → loaded and confirmed. Observed; never includes a download.</summary>
        public TimeSpan? LoadTime { get; init; }

        /// <summary>The server's own figure.</summary>
        public TimeSpan? ReportedLoadTime { get; init; }

        /// <summary>How it was loaded; null where it was not loaded here, or the journal is older than this.</summary>
        public LoadCall? Call { get; init; }

        /// <summary>What the program that loaded took just before for a mere question: about so much of <see cref="LoadTime"/> is its own start.</summary>
        public TimeSpan? ProgramTime { get; init; }

        /// <summary>Where the load call itself says; else it is with the run's end.</summary>
        public string? Runtime { get; init; }

        /// <summary>Why it cannot be measured, the server's own words included; null when it can.</summary>
        public string? Failure { get; init; }

        /// <summary>What kind of failure that is by its evidence; null where it did not fail, or the journal is older than this.</summary>
        public LoadFailureCause? FailureCause { get; init; }
    }

    /// <summary>What a run had loaded is out of memory again.</summary>
    public sealed record Unload : JournalEntry
    {
        public required string InstanceId { get; init; }
    }

    /// <summary>One call with all that was seen of it.</summary>
    public sealed record Request : JournalEntry
    {
        /// <summary>The planned request's id.</summary>
        public required string Id { get; init; }

        public string? LoadId { get; init; }

        public required string Case { get; init; }

        public required Pass Pass { get; init; }

        public bool IsWarmup { get; init; }

        /// <summary>How many were under way at once; in an open loop at most.</summary>
        public required int Concurrency { get; init; }

        public required int Iteration { get; init; }

        /// <summary>When it was meant to be sent; null in a closed loop.</summary>
        public Arrival? Arrival { get; init; }

        public required int MaxTokens { get; init; }

        public required Sampling Sampling { get; init; }

        public int? Seed { get; init; }

        /// <summary>What stood before the words against the server's prompt cache; null where nothing did.</summary>
        public string? Nonce { get; init; }

        /// <summary>The first 16 hexadecimal digits of the SHA-256 of the text sent.</summary>
        public required string PromptHash { get; init; }

        public required RequestTimeline Timeline { get; init; }

        public required RequestOutcome Outcome { get; init; }

        /// <summary>Requests of equal key are summed up together.</summary>
        [JsonIgnore]
        public (bool IsWarmup, Pass Pass, string Case, int Concurrency, double? RequestsPerSecond) Key => (IsWarmup, Pass, Case, Concurrency, Arrival?.RequestsPerSecond);
    }

    /// <summary>A run is over. One that failed is taken up again on resume, and then ends once more: <see cref="RunEnds"/>.</summary>
    public sealed record RunEnd : JournalEntry
    {
        /// <summary>Why it ended early; null when all was measured.</summary>
        public string? Failure { get; init; }

        /// <summary>Name and version of the engine that answered, asked for when all was measured; null where the server does not say.</summary>
        public string? Runtime { get; init; }

        /// <summary>What had happened to the model in memory by the last answer; null where nothing had, or nobody could look.</summary>
        public Disturbance? Disturbance { get; init; }

        /// <summary>One request over the server's native API after all that was measured; null where the plan does not ask for it or the server has none.</summary>
        public CrossCheck? CrossCheck { get; init; }

        /// <summary>What the machine used meanwhile; null where no Collector watched, or the model was in memory before.</summary>
        public RunMemory? Memory { get; init; }

        /// <summary>What the machine used after unloading, when the memory had come back or the patience was over; null where that is not known.</summary>
        public long? UsedAfterUnloadBytes { get; init; }

        /// <summary>What the machine did meanwhile; null where no Collector watched.</summary>
        public RunConditions? Conditions { get; init; }

        /// <summary>From before the load to the end, by two clocks.</summary>
        public RunClock? Clock { get; init; }

        /// <summary>What somebody else asked of the server; null where it does not tell.</summary>
        public SharedUse? Shared { get; init; }
    }
}
