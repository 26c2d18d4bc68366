namespace LlmObs.Simulator.Options;

/// <summary>How the Simulator behaves. Equal options give equal behaviour.</summary>
public sealed record SimulatorOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>The port of the raw hazard scenarios; 0 takes a free port.</summary>
    public int HazardPort { get; init; }

    /// <summary>A process of its own, with health, metrics and traces; an embedded one leaves those to its host.</summary>
    public bool IsService { get; init; }

    /// <summary>Which server it looks like.</summary>
    public SimulatedDialect Dialect { get; init; }

    /// <summary>The key of the model that a server of one model holds from its start; null is the dialect's demo model. LM Studio and the router begin empty.</summary>
    public string? Model { get; init; }

    /// <summary>The context of <see cref="Model"/>, and what the router starts its models with.</summary>
    public int ContextTokens { get; init; } = 4096;

    public int Seed { get; init; } = 1;

    /// <summary>Divides every planned duration: 10 makes a ten-minute campaign one minute.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Demanded as bearer token when set.</summary>
    public string? Token { get; init; }

    /// <summary>Standard deviation of log speed between loads; 0 makes all loads equal.</summary>
    public double LoadVariance { get; init; }

    /// <summary>A request for a model that is not loaded is answered by another loaded one, as LM Studio's JIT loading may do.</summary>
    public bool AnswersWithWrongModel { get; init; }

    /// <summary>Loading silently gives at most this much context, whatever was asked; null gives what was asked.</summary>
    public int? ClampsContextTo { get; init; }

    /// <summary>It is an LM Studio before 0.4: no native v1 API, and what it does not know it answers with 200 and an error.</summary>
    public bool IsOld { get; init; }

    /// <summary>What was not asked for so long is unloaded, and a request for it loads it again with the machine's own defaults; null never unloads. Divided by the time scale.</summary>
    public TimeSpan? IdleTtl { get; init; }

    /// <summary>A load goes on to its end although whoever asked for it has hung up.</summary>
    public bool IgnoresAbort { get; init; }

    /// <summary>How many requests a model answers at once; more wait.</summary>
    public int ParallelSlots { get; init; } = 4;

    /// <summary>How much longer each token takes for every other request in work: at 0.25, four at once run at 4/7 of their speed each.</summary>
    public double NeighbourCost { get; init; } = 0.25;

    /// <summary>From this temperature on the machine slows itself down: frequency and the speed of requests that begin then; null never does.</summary>
    public double? ThrottlesAtCelsius { get; init; }

    /// <summary>Each load pushes something out to swap, and each request reads some of it back.</summary>
    public bool Swaps { get; init; }

    /// <summary>Keys of models that are not on the disk until they are downloaded; * stands for any letters.</summary>
    public IReadOnlyList<string> NotOnDisk { get; init; } = [];

    /// <summary>At time scale 1.</summary>
    public double DownloadBytesPerSecond { get; init; } = 1e9;

    public IReadOnlyList<FaultyDownload> FaultyDownloads { get; init; } = [];

    /// <summary>What the models' disk has free at first: a download that finds it full fails. Null is a disk without end, of which nothing is told.</summary>
    public long? ModelDiskFreeBytes { get; init; }

    /// <summary>How much longer each token, read or written, takes for every 100,000 tokens of prompt.</summary>
    public double ContextCost { get; init; }

    /// <summary>What is hidden in a prompt is only found within so many tokens of its end; null finds all.</summary>
    public int? FindsWithin { get; init; }

    /// <summary>Of a longer prompt only the last so many tokens are read and counted, and nothing is said; null cuts none.</summary>
    public int? CutsPromptsTo { get; init; }

    /// <summary>GiB that models may take together; a load that would take more is refused. 464 is what macOS lets the GPU of a 512 GB Mac use by default.</summary>
    public double WorkingSetGibibytes { get; init; } = 464;

    /// <summary>How many of the last responses keep their truth.</summary>
    public int RememberedResponses { get; init; } = 1024;
}
