namespace LlmObs.Results;

/// <summary>Why a load failed, as far as there is evidence. An earlier public campaign called a process that waited for input "out of memory".</summary>
public enum LoadFailureCause
{
    /// <summary>Nothing said why.</summary>
    Unknown,

    /// <summary>An allocation failed, in the server's own words.</summary>
    OutOfMemory,

    /// <summary>The server would not try, because it reckoned that memory would not do. Whether that is so nobody has seen.</summary>
    RefusedByEstimate,

    UnsupportedModel,

    MissingFile,

    /// <summary>Not loaded within the plan's limit; whatever it waited for.</summary>
    TimedOut,

    /// <summary>The program that was to load it asked something, and nobody answers: its last words are the question.</summary>
    WaitsForInput,

    /// <summary>The engine's process ended. That may be for want of memory, but nothing says so.</summary>
    ProcessDied,

    /// <summary>The server itself could not be reached, or the connection broke, during the load call or right after it: that tells nothing of the model.</summary>
    ServerGone,

    /// <summary>Something was loaded, but not what was asked for.</summary>
    NotAsAsked,
}
