using System.Text.Json.Serialization;
using LlmObs.Calibrations;
using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>All that a session knows about one variant: <c>{model}-{version}-{timestamp}.json</c>.</summary>
public sealed record VariantResult
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    public required string Session { get; init; }

    public required bool IsSimulated { get; init; }

    public required string Plan { get; init; }

    public required string PlanHash { get; init; }

    public required int Seed { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string ClientVersion { get; init; }

    public required Machine Machine { get; init; }

    /// <summary>What of a difference may be the instrument's own; null where it was not calibrated.</summary>
    public InstrumentError? Instrument { get; init; }

    public required ServerIdentity Server { get; init; }

    public required Variant Variant { get; init; }

    public required Settings Settings { get; init; }

    public required IReadOnlyList<LoadResult> Loads { get; init; }

    /// <summary>One for each case, pass, concurrency and rate, with warm-ups apart.</summary>
    public required IReadOnlyList<CaseResult> Cases { get; init; }

    /// <summary>Its usable context; null where the plan does not ask, or it has not come to that.</summary>
    public ContextSweepResult? ContextSweep { get; init; }

    /// <summary>How many requests at once it serves; null where the plan does not ask, or it has not come to that.</summary>
    public ParallelSweepResult? ParallelSweep { get; init; }

    /// <summary>The highest rate at which requests may come; null where the plan does not ask, or it has not come to that.</summary>
    public RateSweepResult? RateSweep { get; init; }

    /// <summary>How equal its speeds are; null in results from before it was kept.</summary>
    public Stability? Stability { get; init; }

    /// <summary>Why it has no or not all figures; null when all was measured.</summary>
    public string? Failure { get; init; }

    /// <summary>What is wrong with believing it, the gravest first; empty in results from before it was looked for.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>One time the variant came into memory.</summary>
public sealed record LoadResult
{
    public required string Run { get; init; }

    public string? LoadId { get; init; }

    /// <summary>The middle of the time in which its requests that were alone were sent; null without any.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    public bool WasLoadedBefore { get; init; }

    /// <summary>What the variant resolved to: key, file, size, time of change.</summary>
    public LocalModel? Model { get; init; }

    public string? InstanceId { get; init; }

    public int? ContextTokens { get; init; }

    /// <summary>How many requests it answered at once; null where the server does not say.</summary>
    public int? ParallelSlots { get; init; }

    /// <summary>Until it was loaded and confirmed: null where it failed, whatever time that took.</summary>
    public double? LoadSeconds { get; init; }

    public double? ReportedLoadSeconds { get; init; }

    /// <summary>How it was loaded; null where it was not loaded here, or nobody kept that.</summary>
    public LoadCall? Call { get; init; }

    /// <summary>What the program that loaded took just before for a mere question; null where none loaded.</summary>
    public double? ProgramSeconds { get; init; }

    public string? Runtime { get; init; }

    /// <summary>What is another than at the variant's load before: its runtime or its file. Figures before and after are not one sample.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What had happened to it in memory by the last answer. Where that spoils its requests they count as failed.</summary>
    public Disturbance? Disturbance { get; init; }

    /// <summary>Why none of its requests is in a figure, where its run was loaded and measured once more for that; else null.</summary>
    public string? Lost { get; init; }

    /// <summary>One request over the server's native API after all that was measured; part of no figure.</summary>
    public CrossCheck? CrossCheck { get; init; }

    /// <summary>Null where no Collector watched, or the model was in memory before.</summary>
    public RunMemory? Memory { get; init; }

    /// <summary>What the machine used when it was out of memory again; null where that is not known.</summary>
    public long? UsedAfterUnloadBytes { get; init; }

    /// <summary>What came after it was counted over a machine that used more than it should.</summary>
    [JsonIgnore]
    public bool LeftMemoryBehind => UsedAfterUnloadBytes > Memory?.ReturnedBelowBytes;

    /// <summary>What the machine did meanwhile; null where no Collector watched, and for a load that was cut short.</summary>
    public RunConditions? Conditions { get; init; }

    /// <summary>The share of the model's files that was read from disks while it was loaded: more than 1 where others read too; null where that is not known.</summary>
    public double? ReadFromDiskShare { get; init; }

    /// <summary>Where its weights came from; null where that is not known.</summary>
    public LoadKind? Kind { get; init; }

    /// <summary>What may have made its run slower; the figures stay in.</summary>
    public IReadOnlyList<RunFlag> Flags { get; init; } = [];

    /// <summary>
    /// The value of a replicate: the mean over cases of each case's mean, over the cases that all complete runs of the variant have a figure of.
    /// Null for a load that was cut short: its requests count with the load its run ended with.
    /// </summary>
    public double? MeanDecodeTokensPerSecond { get; init; }

    /// <summary>Over the completed speed requests of this load that were alone, for each case by its id; a case without a figure is left out.</summary>
    public IReadOnlyDictionary<string, double> MeanDecodeTokensPerSecondByCase { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The same of times to first token, without prompts of which more than half came from the server's cache; empty in results from before it was kept.</summary>
    public IReadOnlyDictionary<string, double> MeanTimeToFirstTokenSecondsByCase { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The same of prefill speeds.</summary>
    public IReadOnlyDictionary<string, double> MeanPrefillTokensPerSecondByCase { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    public string? Failure { get; init; }

    /// <summary>By evidence; null where it did not fail, or nobody looked.</summary>
    public LoadFailureCause? FailureCause { get; init; }
}

/// <summary>The requests of one case, pass, concurrency and rate.</summary>
public sealed record CaseResult
{
    public required string Case { get; init; }

    public required string Category { get; init; }

    public required Pass Pass { get; init; }

    /// <summary>Right after a load: cold, part of no steady figure.</summary>
    public required bool IsWarmup { get; init; }

    /// <summary>How many were under way at once; in an open loop at most.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How they were offered, and what was not sent; null for a closed loop.</summary>
    public OpenLoopResult? OpenLoop { get; init; }

    public required int MaxTokens { get; init; }

    public required int Requests { get; init; }

    /// <summary>Loads these requests came from: more requests in one load are no replicates.</summary>
    public required int Loads { get; init; }

    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    public required IReadOnlyDictionary<string, int> FinishReasons { get; init; }

    /// <summary>Requests that reached an answer after thinking.</summary>
    public required int Answered { get; init; }

    /// <summary>By the name of the metric, over the completed requests; null where nobody knows.</summary>
    public required IReadOnlyDictionary<string, Distribution?> Figures { get; init; }

    [JsonIgnore]
    public int NotCompleted => Requests - Outcomes.GetValueOrDefault("completed");

    public Distribution? Of(Metric metric) => Figures.GetValueOrDefault(metric.Name);
}
