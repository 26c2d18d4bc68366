using System.Text.Json.Serialization;
using LlmObs.Calibrations;
using LlmObs.Hardware;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>What holds for a whole session: <c>session.json</c>, written at its start; later only <see cref="Missing"/>, <see cref="Checks"/> and <see cref="PutAside"/> may change.</summary>
public sealed record SessionHeader
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    /// <summary>The session's folder name.</summary>
    public required string Session { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The plan's own, or the one drawn for this session.</summary>
    public required int Seed { get; init; }

    /// <summary>SHA-256 of the bytes of <c>plan.json</c> as run, in hexadecimal.</summary>
    public required string PlanHash { get; init; }

    public required ServerIdentity Server { get; init; }

    public required Machine Machine { get; init; }

    public required string ClientVersion { get; init; }

    /// <summary>What was asked for on the command line: only these variants or phases were in the matrix.</summary>
    public Selection Selection { get; init; } = new();

    /// <summary>What the matrix held when it began, so that a session that was stopped is known for one; null where it was not kept.</summary>
    public PlannedWork? Planned { get; init; }

    /// <summary>Variants that were asked for and were not on the server when the session was last begun or resumed.</summary>
    public IReadOnlyList<MissingVariant> Missing { get; init; } = [];

    /// <summary>What the checks found amiss whenever it was begun or resumed.</summary>
    public IReadOnlyList<SessionCheck> Checks { get; init; } = [];

    /// <summary>The instrument's own error where it is lowest in this plan, as it was calibrated on this machine with this version; null where it was not.</summary>
    public InstrumentError? Instrument { get; init; }

    /// <summary>What the owner had in memory and let go for the session.</summary>
    public IReadOnlyList<PutAsideModel> PutAside { get; init; } = [];
}

/// <summary>A variant that cannot be measured where the session runs.</summary>
public sealed record MissingVariant
{
    /// <summary>The id of the plan's variant.</summary>
    public required string Variant { get; init; }

    public required string Reason { get; init; }

    /// <summary>The line that fetches it; null where the plan does not say from where.</summary>
    public string? FetchLine { get; init; }
}

/// <summary>How much there was to measure.</summary>
/// <param name="Requests">Warm-ups left out.</param>
public sealed record PlannedWork(int Runs, int Requests)
{
    /// <summary>How many there are is decided while they go on, so they are no requests of these.</summary>
    public int Sweeps { get; init; }

    public static PlannedWork Of(IReadOnlyList<Block> blocks)
    {
        var runs = blocks.SelectMany(block => block.Runs).ToList();
        return new(runs.Count, runs.Sum(run => run.Requests.Count)) { Sweeps = runs.Sum(run => run.Sweeps?.Kinds.Count() ?? 0) };
    }
}

/// <summary>Which part of a plan was asked for; empty means all of it.</summary>
public sealed record Selection
{
    public IReadOnlyList<string> Variants { get; init; } = [];

    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Only variants of this priority or a more urgent one; 1 is the most urgent.</summary>
    public int? Priority { get; init; }

    /// <summary>Nothing was named: the plan itself says what runs.</summary>
    [JsonIgnore]
    public bool IsAll => Variants.Count + Phases.Count == 0 && Priority is null;

    /// <summary>For laying a plan out.</summary>
    public MatrixOptions Options(int seed) => new() { Seed = seed, OnlyVariants = Variants, OnlyPhases = Phases, Priority = Priority };
}

/// <summary>The server under test, as it says of itself.</summary>
public sealed record ServerIdentity
{
    /// <summary>The telemetry name of its kind: lm_studio, llama_cpp, ollama, mlx_lm, vllm, openai_compatible.</summary>
    public required string Kind { get; init; }

    /// <summary>For people: LM Studio, llama.cpp.</summary>
    public required string Name { get; init; }

    public required Uri Address { get; init; }

    public string? Version { get; init; }

    /// <summary>Nothing measured on it says anything about a real model.</summary>
    public bool IsSimulated { get; init; }
}
