using LlmObs.Measurements;

namespace LlmObs.Sweeps;

/// <summary>
/// A request that failed for what may be gone the next minute: that measures neither a context nor a level. A refusal of the prompt, an error the server reports in its
/// answer and the plan's own limit are no such faults.
/// </summary>
public static class PassingFault
{
    /// <summary>The codes that a session gives to an answer of another model, and to one during which this machine slept.</summary>
    private static readonly string[] Codes = [OutcomeCodes.WrongModel, OutcomeCodes.Slept];

    public static bool Is(RequestTimeline timeline, RequestOutcome outcome) => outcome is not RequestOutcome.Completed
        && (Codes.Contains(outcome.Code, StringComparer.Ordinal) || timeline.End switch
        {
            StreamEnd.HttpError => timeline.StatusCode is 429 or 502 or 503,
            StreamEnd.EndOfStream => timeline.FinishReason is null,
            StreamEnd.ConnectionReset or StreamEnd.IdleTimeout => true,
            _ => false,
        });

    /// <summary>Of a request whose idle limit is the plan's limit for the whole: silence until then is the limit itself.</summary>
    public static bool IsWithin(TimeSpan limit, RequestTimeline timeline, RequestOutcome outcome) => Is(timeline, outcome) && !(timeline.End == StreamEnd.IdleTimeout && HasReached(limit, timeline) && !Codes.Contains(outcome.Code, StringComparer.Ordinal));

    /// <summary>A timer may be early by its own grain.</summary>
    internal static bool HasReached(TimeSpan limit, RequestTimeline timeline) => timeline.EndAt >= limit - Grain;

    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(100);
}
