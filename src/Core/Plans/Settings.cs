namespace LlmObs.Plans;

/// <summary>How the plan is carried out.</summary>
public sealed record Settings
{
    public ServerRequirement? Server { get; init; }

    /// <summary>What a variant is loaded with; null leaves it to the server.</summary>
    [Bounds(1)]
    public int? ContextTokens { get; init; }

    public bool? FlashAttention { get; init; }

    /// <summary>How many requests a loaded variant answers at once; null leaves it to the server. LM Studio alone takes it, through its lms program on the same machine.</summary>
    [Bounds(1, 1024)]
    public int? ParallelSlots { get; init; }

    /// <summary>After each load's last request one more goes over the server's native API, whose own figures are kept beside ours of that request. It is part of no figure.</summary>
    public bool CrossCheck { get; init; }

    /// <summary>How often each variant is loaded anew: the replicate of every comparison.</summary>
    [Bounds(1, 10_000)]
    public int Blocks { get; init; } = 6;

    /// <summary>Measured requests for each case and concurrency within one load; at least as many as the concurrency, so that so many are really under way.</summary>
    [Bounds(1, 10_000)]
    public int Iterations { get; init; } = 1;

    /// <summary>Requests after each load that are kept as cold and counted in no steady figure.</summary>
    [Bounds(0, 10_000)]
    public int Warmups { get; init; } = 1;

    /// <summary>How many requests are under way at once, one level after the other.</summary>
    [Bounds(1, 1024, LeastItems = 1)]
    public IReadOnlyList<int> Concurrency { get; init; } = [1];

    /// <summary>Over which time the streams of a level of <see cref="Concurrency"/> begin, evenly: their prompts do not all come together. "0 s" begins them at once.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Load at given rates for the cases of the openLoop pass, in every block; null offers none.</summary>
    public OpenLoop? OpenLoop { get; init; }

    /// <summary>Decides the order of variants, the nonces and the sampling seeds; null draws one and records it.</summary>
    public int? Seed { get; init; }

    /// <summary>A comment line at the very start of each prompt that defeats the server's prompt cache, equal for all variants and blocks.</summary>
    public bool Nonce { get; init; } = true;

    public Sampling SpeedSampling { get; init; } = Sampling.Greedy;

    /// <summary>One quality request for each of them.</summary>
    public IReadOnlyList<int> QualitySeeds { get; init; } = [1];

    /// <summary>The variant that is measured in every phase and so ties them together.</summary>
    public string? AnchorVariant { get; init; }

    /// <summary>Finds each variant's usable context, after its first load's requests; null does not.</summary>
    public ContextSweep? ContextSweep { get; init; }

    /// <summary>Finds how many requests at once are worth while, after the first load's requests; null does not.</summary>
    public ParallelSweep? ParallelSweep { get; init; }

    /// <summary>Finds the highest rate at which requests may come, after the first load's requests; null does not.</summary>
    public RateSweep? RateSweep { get; init; }

    public Limits Limits { get; init; } = new();

    public Gate Gate { get; init; } = new();

    public CleanUp CleanUp { get; init; } = new();
}

/// <summary>What the server under test must be.</summary>
public sealed record ServerRequirement
{
    public const string Latest = "latest";

    public required string Name { get; init; }

    /// <summary>The least version, or <c>latest</c>.</summary>
    public string? Version { get; init; }
}

/// <summary>When waiting is given up.</summary>
public sealed record Limits
{
    public TimeSpan Load { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Without a byte from the server, the first one included.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan Request { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Until a server that answers somebody else is free again, where it tells; then the run ends, to be taken up on resume.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Before a run, for a server that is away or says that it is not ready; then the session ends, resumable. "0 s" ends it at once.</summary>
    public TimeSpan ServerReturn { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>Before each block it is waited until the machine is nearly as cool and calm as it was before the first load.</summary>
public sealed record Gate
{
    /// <summary>Then the block begins anyway, and its first run is flagged; "0 s" never waits.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Degrees Celsius by which a sensor may be warmer than in the calmest time seen before a load.</summary>
    [Bounds(1, 50)]
    public double AboveIdle { get; init; } = 5;
}

/// <summary>What is put back afterwards.</summary>
public sealed record CleanUp
{
    public bool UnloadAfterRun { get; init; } = true;

    public ModelDeletion DeleteModels { get; init; } = ModelDeletion.Never;
}

public enum ModelDeletion
{
    Never,
    WhenAsked,
}
