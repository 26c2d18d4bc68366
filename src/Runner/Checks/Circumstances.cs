using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Checks;

/// <summary>All that was found out before something is measured. What was not asked or not answered is null, with the reason where there is one.</summary>
internal sealed record Circumstances
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The smallest step of the monotonic clock.</summary>
    public required double ClockResolutionSeconds { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What would run, in order.</summary>
    public IReadOnlyList<Block> Blocks { get; init; } = [];

    /// <summary>Why it cannot be run on this server as it stands.</summary>
    public IReadOnlyList<string> PlanProblems { get; init; } = [];

    /// <summary>Wanted, and not on the server.</summary>
    public IReadOnlyList<Variant> ToFetch { get; init; } = [];

    /// <summary>The local model that each variant is, by the variant's id.</summary>
    public IReadOnlyDictionary<string, LocalModel> Models { get; init; } = new Dictionary<string, LocalModel>(StringComparer.Ordinal);

    public ServerFacts? Server { get; init; }

    /// <summary>What the server itself reckons the largest variant will take; null where it was not asked or does not reckon.</summary>
    public ServerEstimate? Estimate { get; init; }

    /// <summary>Why there is no server to measure.</summary>
    public string? ServerProblem { get; init; }

    /// <summary>The machine under test, as someone there tells: a Collector, or the Simulator of its own.</summary>
    public WitnessFacts Machine { get; init; } = WitnessFacts.Nobody("no Collector watches the machine under test");

    /// <summary>The Collector, also where it watches another machine than the one under test; null where it was not asked.</summary>
    public WitnessFacts? Collector { get; init; }

    /// <summary>A Collector answers where one usually is, and nobody named it: a run would not ask it.</summary>
    public bool IsCollectorUnnamed { get; init; }

    /// <summary>Where sessions are written.</summary>
    public required string SessionsFolder { get; init; }

    /// <summary>The disk of that folder; null where it cannot be read.</summary>
    public StorageSpace? SessionDisk { get; init; }

    /// <summary>Of this machine, in the user's own folder: where servers keep their models unless told otherwise.</summary>
    public StorageSpace? HomeDisk { get; init; }

    /// <summary>Null where it was not asked.</summary>
    public PrometheusFacts? Prometheus { get; init; }

    /// <summary>Other processes of LlmObs that measure on this machine now.</summary>
    public IReadOnlyList<int> OtherRuns { get; init; } = [];

    /// <summary>The variants that would be measured, each once.</summary>
    public IEnumerable<Variant> Variants => Blocks.SelectMany(block => block.Runs).Select(run => run.Variant).DistinctBy(variant => variant.Id, StringComparer.Ordinal);

    public bool IsSimulated => Server?.Identity.IsSimulated ?? false;

    public bool IsServerHere => Server?.Identity.Address.IsLoopback ?? false;
}

/// <summary>The server under test, asked.</summary>
internal sealed record ServerFacts(ServerIdentity Identity, bool CanLoad, IReadOnlyList<LocalModel> Models)
{
    /// <summary>Those of its kind; else general ones.</summary>
    public ServerWords Words { get; init; } = new(Identity);

    /// <summary>How it was chosen, where that is worth a word.</summary>
    public string? Said { get; init; }
}

/// <summary>A server's own reckoning for a variant.</summary>
internal sealed record ServerEstimate(Variant Variant, MemoryEstimate Memory);

/// <summary>Whether a Prometheus answers.</summary>
internal sealed record PrometheusFacts(Uri Address, string? Problem);
