namespace LlmObs.Sweeps;

/// <summary>Why a context is not usable.</summary>
public enum ContextProblem
{
    /// <summary>It was asked for, and did not load.</summary>
    LoadRefused,

    /// <summary>It loaded otherwise than asked, mostly with less context, and was taken out again.</summary>
    NotAsAsked,

    /// <summary>It was asked for, and the server gave less in silence: that is filled.</summary>
    Clamped,

    /// <summary>The model was loaded before, with less, and is not loaded anew.</summary>
    LoadedWithLess,

    /// <summary>The plan asks for no more.</summary>
    NotAsked,

    RequestFailed,

    /// <summary>Longer than the plan's limit.</summary>
    TookTooLong,

    /// <summary>The server does not count prompt tokens: nobody knows how long the prompt was.</summary>
    TokensUnknown,

    /// <summary>The server counted far fewer tokens than were sent.</summary>
    Truncated,

    /// <summary>What stood near the beginning was missed and what stood near the end was found: as if the beginning had been cut off.</summary>
    BeginningMissed,

    NeedleMissed,

    /// <summary>The room ended before an answer began, within the thinking.</summary>
    NoAnswer,

    TooSlow,

    /// <summary>The plan has a floor, and the answer was too short to tell a speed.</summary>
    SpeedUnknown,
}
