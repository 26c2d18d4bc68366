using LlmObs.Calibrations;
using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Sessions;

/// <summary>All that one execution of a plan needs to know.</summary>
public sealed record SessionRequest
{
    public required Plan Plan { get; init; }

    /// <summary>Where the plan's attachments lie.</summary>
    public required string PlanFolder { get; init; }

    /// <summary>The folder that holds the sessions; a new one is made in it.</summary>
    public string ResultsFolder { get; init; } = "results";

    /// <summary>The session folder to go on with; null starts a new one.</summary>
    public string? Resume { get; init; }

    public Selection Selection { get; init; } = new();

    /// <summary>No new run starts after it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who watches the machine under test; null where nobody does.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Begin although a check says that nothing good can come of it; that is kept with the session.</summary>
    public bool IgnoreChecks { get; init; }

    /// <summary>The instrument's own error, where it was ever looked at.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Asks whether what the owner has in memory may make room; null leaves it where it is.</summary>
    public AskToPutAside? MayPutAside { get; init; }

    /// <summary>The program that keeps this machine awake; null where it has none.</summary>
    public string? KeepsAwake { get; init; } = KeptAwake.OfThisSystem;

    /// <summary>How full the disk of a folder is.</summary>
    internal Func<string, StorageSpace?> Disk { get; init; } = LocalDisk.Of;

    /// <summary>How long memory pressure may be critical before a load until the session is stopped.</summary>
    public TimeSpan PressurePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long memory may take to come back after unloading until that is called missing.</summary>
    public TimeSpan MemoryPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the processes that measure on this machine tell of each other; null where they do not, such as on a Simulator in this process.</summary>
    public MeasuringMarks? Marks { get; init; }
}

/// <summary>Asks the owner of a server for leave to unload what he has loaded, until the session ends.</summary>
public delegate Task<bool> AskToPutAside(ServerIdentity server, IReadOnlyList<PutAsideModel> models, CancellationToken cancellationToken);
