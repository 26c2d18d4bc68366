using LlmObs.Calibrations;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Imports;

/// <summary>
/// Somebody else's result in the shape of a <see cref="VariantResult"/>: the same names, and null for all that its file does not say. It is kept apart
/// from what was measured here, for its speeds follow its author's definitions.
/// </summary>
public sealed record ImportedResult
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    /// <summary>That it is imported, and from what.</summary>
    public required ImportSource Imported { get; init; }

    public string? Session { get; init; }

    public bool? IsSimulated { get; init; }

    public string? Plan { get; init; }

    public string? PlanHash { get; init; }

    public int? Seed { get; init; }

    /// <summary>As the file has it: a local time of a zone that it does not name.</summary>
    public DateTime? StartedAt { get; init; }

    public string? ClientVersion { get; init; }

    public required ImportedMachine Machine { get; init; }

    /// <summary>Nobody calibrated what made it.</summary>
    public InstrumentError? Instrument { get; init; }

    public required ImportedServer Server { get; init; }

    public required ImportedVariant Variant { get; init; }

    public required ImportedSettings Settings { get; init; }

    /// <summary>Empty where it says nothing of loads.</summary>
    public IReadOnlyList<LoadResult> Loads { get; init; } = [];

    /// <summary>One for each prompt.</summary>
    public required IReadOnlyList<ImportedCase> Cases { get; init; }

    /// <summary>In the file's order.</summary>
    public required IReadOnlyList<ImportedRequest> Requests { get; init; }

    /// <summary>What its author concluded.</summary>
    public required ImportedClaims Claims { get; init; }

    public ContextSweepResult? ContextSweep { get; init; }

    public ParallelSweepResult? ParallelSweep { get; init; }

    public RateSweepResult? RateSweep { get; init; }

    public Stability? Stability { get; init; }

    public string? Failure { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <param name="File">Its name, without the folder.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
/// <param name="Format">Of those known here.</param>
/// <param name="NotRead">Members of it that nothing here has a place for.</param>
public sealed record ImportSource(string File, string Sha256, string Format, IReadOnlyList<string> NotRead);

public sealed record ImportedMachine
{
    public string? OperatingSystem { get; init; }

    public string? Architecture { get; init; }

    public string? Processor { get; init; }

    public int? LogicalProcessors { get; init; }

    public long? MemoryBytes { get; init; }

    public double? ClockResolutionSeconds { get; init; }
}

public sealed record ImportedServer
{
    public string? Kind { get; init; }

    public string? Name { get; init; }

    public string? Address { get; init; }

    public string? Version { get; init; }
}

public sealed record ImportedVariant
{
    /// <summary>The model's name as the file has it.</summary>
    public required string Model { get; init; }

    /// <summary>As the name has it; null where it does not say.</summary>
    public string? Quantization { get; init; }

    public ModelFormat? Format { get; init; }
}

public sealed record ImportedSettings
{
    public Sampling? SpeedSampling { get; init; }

    public int? Blocks { get; init; }

    public int? Warmups { get; init; }
}

/// <summary>The requests of one prompt.</summary>
public sealed record ImportedCase
{
    /// <summary>The id of the known case with this prompt; null where none has it.</summary>
    public string? Case { get; init; }

    /// <summary>How the prompt was matched.</summary>
    public required PromptMatch Match { get; init; }

    /// <summary>The file's own name for it.</summary>
    public required string Name { get; init; }

    public string? Category { get; init; }

    public string? Prompt { get; init; }

    public int? MaxTokens { get; init; }

    public required int Requests { get; init; }

    /// <summary>By the name of the metric; null where nobody knows. What the file calls its speed and its time to first token stands among the reported ones.</summary>
    public required IReadOnlyDictionary<string, Distribution?> Figures { get; init; }

    public Distribution? Of(Metric metric) => Figures.GetValueOrDefault(metric.Name);
}

public sealed record ImportedRequest
{
    /// <summary>Its place in the file: <c>results[0]</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Category { get; init; }

    public string? Prompt { get; init; }

    /// <summary>As the file says; null where it does not.</summary>
    public bool? Succeeded { get; init; }

    public int? MaxTokens { get; init; }

    public int? PromptTokens { get; init; }

    public int? OutputTokens { get; init; }

    public double? DurationSeconds { get; init; }

    public double? GenerationSeconds { get; init; }

    public double? ReportedTimeToFirstTokenSeconds { get; init; }

    public double? ReportedTokensPerSecond { get; init; }

    public string? Answer { get; init; }
}

/// <summary>The author's own sums; nothing here is computed by us.</summary>
public sealed record ImportedClaims
{
    public double? MeanTokensPerSecond { get; init; }

    public double? MinTokensPerSecond { get; init; }

    public double? MaxTokensPerSecond { get; init; }

    public double? MeanTimeToFirstTokenSeconds { get; init; }

    public double? TotalTokens { get; init; }

    public double? TotalSeconds { get; init; }

    public double? LoadSeconds { get; init; }

    /// <summary>In the file's GB, whichever those are.</summary>
    public double? PeakMemoryGb { get; init; }

    public double? MeanMemoryGb { get; init; }
}
