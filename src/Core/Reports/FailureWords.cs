using LlmObs.Results;

namespace LlmObs.Reports;

/// <summary>The cause of a failed load in words.</summary>
internal static class FailureWords
{
    public static string Of(LoadResult load) => Of(load.FailureCause) is { } cause ? $"{cause}: {load.Failure}" : load.Failure ?? "";

    private static string? Of(LoadFailureCause? cause) => cause switch
    {
        LoadFailureCause.OutOfMemory => "out of memory, as the server says",
        LoadFailureCause.RefusedByEstimate => "refused by the server's own estimate of memory",
        LoadFailureCause.UnsupportedModel => "the server does not know this kind of model",
        LoadFailureCause.MissingFile => "missing",
        LoadFailureCause.TimedOut => "timed out",
        LoadFailureCause.WaitsForInput => "the loading program waited for an answer to its question",
        LoadFailureCause.ProcessDied => "the engine's process died, why is not said",
        LoadFailureCause.ServerGone => "the server itself was gone, which tells nothing of the model",
        LoadFailureCause.NotAsAsked => "not as asked for",
        LoadFailureCause.Unknown => "cause unknown",
        _ => null,
    };
}
