using System.Globalization;
using LlmObs.Conditions;
using LlmObs.Measurements;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// A request during which this machine slept, or its clock was set, is no measurement: what a server went on sending meanwhile arrives in one piece,
/// and a server that slept too did not work for the time it seems to have taken.
/// </summary>
internal static class SleptRequest
{
    public const string Code = OutcomeCodes.Slept;

    /// <param name="timeline">What was seen of it.</param>
    /// <param name="endedAt">Wall time right after its end.</param>
    /// <returns>Null when both clocks tell the same.</returns>
    public static RequestOutcome? Outcome(RequestTimeline timeline, DateTimeOffset endedAt)
    {
        var clock = new RunClock((endedAt - timeline.SentAt).TotalSeconds, timeline.EndAt.TotalSeconds);
        return clock.Agrees ? null : new RequestOutcome.Failed { Code = Code, Reason = Reason(clock) };
    }

    private static string Reason(RunClock clock) => clock.AheadSeconds > 0
        ? string.Create(CultureInfo.InvariantCulture, $"This machine slept while the request was under way, or its clock was set: {clock.AheadSeconds:0} s are missing on the monotonic clock.")
        : string.Create(CultureInfo.InvariantCulture, $"This machine's clock was set back by {-clock.AheadSeconds:0} s while the request was under way.");
}
