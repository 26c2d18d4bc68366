using LlmObs.Plans;

namespace LlmObs.Runner.Downloads;

/// <summary>What became of the fetching of one variant.</summary>
/// <param name="Variant">Which one.</param>
/// <param name="End">How it ended.</param>
/// <param name="Reason">Why it is not there, with what to do; null where it is.</param>
public sealed record FetchResult(Variant Variant, FetchEnd End, string? Reason = null)
{
    public bool IsThere => End is FetchEnd.Fetched or FetchEnd.AlreadyThere;

    /// <summary>Nothing went wrong; it was stopped before its end.</summary>
    public bool IsOpen => End is FetchEnd.GoesOn or FetchEnd.NotStarted;
}

public enum FetchEnd
{
    Fetched,

    /// <summary>The server had it, and only its list did not.</summary>
    AlreadyThere,

    Failed,
    Paused,

    /// <summary>No byte came for a long time.</summary>
    Stalled,

    /// <summary>The disk has no room for it.</summary>
    NoRoom,

    /// <summary>It is complete, and nothing on the server's list is the variant.</summary>
    NotAsMeant,

    /// <summary>The plan does not say from where.</summary>
    NoSource,

    /// <summary>Under way when watching was stopped.</summary>
    GoesOn,

    NotStarted,
}
