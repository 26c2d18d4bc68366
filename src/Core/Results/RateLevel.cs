using LlmObs.Measurements;
using LlmObs.Statistics;

namespace LlmObs.Results;

/// <summary>Requests that came at one rate, in an open loop.</summary>
public sealed record RateLevel
{
    public required double RequestsPerSecond { get; init; }

    /// <summary>All that were to come, those not sent too.</summary>
    public required int Requests { get; init; }

    /// <summary>Their time came while as many were under way as the plan allows.</summary>
    public required int NotSent { get; init; }

    /// <summary>Sent, and in no figure but this and the number of requests.</summary>
    public required int NotCompleted { get; init; }

    /// <summary>What the first that did not complete met.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>From the intended send: what a rate is judged by.</summary>
    public Distribution? TimeToFirstTokenFromIntendedSeconds { get; init; }

    /// <summary>From the real send.</summary>
    public Distribution? TimeToFirstTokenSeconds { get; init; }

    /// <summary>Of all that were sent: the client's own part.</summary>
    public Distribution? SendLatenessSeconds { get; init; }

    /// <summary>The most that were under way at once.</summary>
    public required int MostInFlight { get; init; }

    /// <summary>Whether every request was sent and completed, and the p95 from the intended send is within the plan's bound.</summary>
    public required bool IsGood { get; init; }

    internal static RateLevel Of(double rate, TimeSpan bound, IReadOnlyList<JournalEntry.SweepRequest> requests, double resolution)
    {
        var sent = requests.Where(request => request.Outcome is not RequestOutcome.Unsent).ToList();
        var completed = sent.Where(request => request.Outcome is RequestOutcome.Completed).ToList();
        var figures = completed.Select(request => RequestMeasurement.Of(request.Timeline)).ToList();
        var fromIntended = Seconds(figures.Select(one => one.TimeToFirstTokenFromIntended));
        return new RateLevel
        {
            RequestsPerSecond = rate,
            Requests = requests.Count,
            NotSent = requests.Count - sent.Count,
            NotCompleted = sent.Count - completed.Count,
            FirstFailure = sent.FirstOrDefault(request => request.Outcome is not RequestOutcome.Completed)?.Outcome.Reason,
            TimeToFirstTokenFromIntendedSeconds = fromIntended,
            TimeToFirstTokenSeconds = Seconds(figures.Select(one => one.TimeToFirstToken)),
            SendLatenessSeconds = Seconds(sent.Select(request => request.Timeline.SendLateness)),
            MostInFlight = InFlight.Most(sent.Select(request => request.Timeline), resolution),
            IsGood = completed.Count == requests.Count && fromIntended?.P95 <= bound.TotalSeconds,
        };
    }

    private static Distribution? Seconds(IEnumerable<TimeSpan?> times) => Distribution.Of(times.Select(time => time?.TotalSeconds).OfType<double>());
}
