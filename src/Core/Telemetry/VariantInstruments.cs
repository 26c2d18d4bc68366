using static LlmObs.Telemetry.Attributes;

namespace LlmObs.Telemetry;

/// <summary>
/// The latest result of every variant ever measured, read from the session files: a comparison shows them all and not only tonight's.
/// The case <c>all</c> stands for the plan's cases together.
/// </summary>
public static class VariantInstruments
{
    /// <summary>The case under which a variant's figures over all cases stand.</summary>
    public const string AllCases = "all";

    private static readonly string[] OfVariant = [RequestModel, Variant, Quantization, Format, Backend, Bits, Simulated];
    private static readonly string[] OfCase = [.. OfVariant, Case];

    public static Instrument DecodeSpeedMedian { get; } = Instrument.Gauge("llmobs.variant.decode_speed.median", "{token}/s", OfCase,
        "Median over loads of each load's mean decode speed.");

    public static Instrument DecodeSpeedMean { get; } = Instrument.Gauge("llmobs.variant.decode_speed.mean", "{token}/s", OfCase,
        "Mean over loads of each load's mean decode speed.");

    public static Instrument DecodeSpeedLow { get; } = Instrument.Gauge("llmobs.variant.decode_speed.low", "{token}/s", OfCase,
        "Lower end of the 95 % t interval of that mean; absent with one load.");

    public static Instrument DecodeSpeedHigh { get; } = Instrument.Gauge("llmobs.variant.decode_speed.high", "{token}/s", OfCase,
        "Upper end of the 95 % t interval of that mean; absent with one load.");

    public static Instrument Loads { get; } = Instrument.Gauge("llmobs.variant.loads", "{load}", OfCase,
        "n: the loads these figures come from.");

    public static Instrument TimeToFirstToken { get; } = Instrument.Gauge("llmobs.variant.time_to_first_token.median", "s", OfCase,
        "Median time to first token; for all cases the median over cases of each case's median.");

    public static Instrument LoadTime { get; } = Instrument.Gauge("llmobs.variant.load_time.median", "s", OfVariant,
        "Median load time of the loads from the disk, or of those of unknown kind; only without any of these of cached ones. Over HTTP where there are such, else through the server's command line program, whose start is in it. Absent for a model that was loaded before.");

    public static Instrument FileSize { get; } = Instrument.Gauge("llmobs.variant.file_size", "By", OfVariant,
        "Size of the model's files.");

    public static Instrument PeakMemory { get; } = Instrument.Gauge("llmobs.variant.peak_memory", "By", OfVariant,
        "Most memory used during its runs over what was used before the load, by the machine or by the server's processes, whichever is more; absent where no Collector watched.");

    public static Instrument MemoryEfficiency { get; } = Instrument.Gauge("llmobs.variant.decode_speed_per_gibibyte", "1", OfVariant,
        "Mean decode speed in tokens per second over peak memory in GiB.");

    public static Instrument EnergyPerToken { get; } = Instrument.Gauge("llmobs.variant.energy_per_token", "J", OfVariant,
        "Energy of the system, or of the one source that tells, over the measured time and all output tokens, gross; mean over loads. Absent where nobody tells.");

    public static Instrument MeanPower { get; } = Instrument.Gauge("llmobs.variant.mean_power", "W", OfVariant,
        "Mean power of the same source over the measured time; mean over loads.");

    public static Instrument MaxTemperature { get; } = Instrument.Gauge("llmobs.variant.max_temperature", "Cel", OfVariant,
        "Of the sensor that became hottest while its runs were measured; disks and radios left out.");

    public static Instrument FlaggedRuns { get; } = Instrument.Gauge("llmobs.variant.flagged_runs", "{run}", OfVariant,
        "Runs that were throttled, swapped, slept, began warm, shared the server or were disturbed in its memory: their speeds are in the other figures.");

    public static Instrument Requests { get; } = Instrument.Gauge("llmobs.variant.requests", "{request}", OfCase,
        "Measured requests.");

    public static Instrument NotCompleted { get; } = Instrument.Gauge("llmobs.variant.not_completed", "{request}", OfCase,
        "Those of them that did not complete.");

    public static Instrument MeasuredAt { get; } = Instrument.Gauge("llmobs.variant.measured_at", "s", OfVariant,
        "When its session began, in Unix time.");

    public static IReadOnlyList<Instrument> All { get; } =
    [
        DecodeSpeedMedian, DecodeSpeedMean, DecodeSpeedLow, DecodeSpeedHigh, Loads, TimeToFirstToken, LoadTime, FileSize, PeakMemory, MemoryEfficiency,
        EnergyPerToken, MeanPower, MaxTemperature, FlaggedRuns, Requests, NotCompleted, MeasuredAt,
    ];
}
