using System.Text.Json.Serialization;
using LlmObs.Conditions;

namespace LlmObs.Results;

/// <summary>What a look at the server's memory after a run's last answer found amiss with the instance that was measured.</summary>
/// <param name="Reason">What was seen, and what may have done it.</param>
public sealed record Disturbance(DisturbanceKind Kind, string Reason)
{
    /// <summary>Nobody can tell which of the run's requests the right instance answered: none of them is in a figure.</summary>
    [JsonIgnore]
    public bool SpoilsRequests => Kind is DisturbanceKind.Replaced or DisturbanceKind.Duplicated;

    [JsonIgnore]
    public RunFlag Flag => new(RunFlagKind.Disturbed, Reason);
}

public enum DisturbanceKind
{
    /// <summary>It is out of memory, and nothing stands in its place: it went after it had been asked for the last time.</summary>
    Unloaded,

    /// <summary>The model is in memory as something else: under another name or with other settings. It was loaded again in the middle.</summary>
    Replaced,

    /// <summary>The model is in memory more than once, so that any of them may have answered.</summary>
    Duplicated,

    /// <summary>Another model came in beside it: the answers are the right one's, on a machine that was shared.</summary>
    Joined,
}
