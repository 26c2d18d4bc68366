namespace LlmObs.Plans;

/// <summary>
/// The times at which the requests of an open loop are meant to be sent: a pure function of its words. Exponential gaps by inversion, −ln(U) / rate
/// (Devroye, Non-Uniform Random Variate Generation, 1986, II.2), so that arrivals are a Poisson process: a user knows nothing of the others.
/// </summary>
public static class ArrivalSchedule
{
    /// <summary>No loop has more: the plan is refused before.</summary>
    internal const int Most = 10_000;

    /// <param name="arrivals">Which process.</param>
    /// <param name="requestsPerSecond">Its rate.</param>
    /// <param name="requests">How many; null leaves it to the duration.</param>
    /// <param name="duration">None is later; null leaves it to the number.</param>
    /// <param name="seed">Equal words give equal times.</param>
    public static IEnumerable<TimeSpan> Of(ArrivalProcess arrivals, double requestsPerSecond, int? requests, TimeSpan? duration, string seed)
    {
        var draws = new Draws($"{seed}/arrivals");
        double after = 0;
        for (var count = 0; count < Math.Min(requests ?? Most, Most); count++)
        {
            after = arrivals == ArrivalProcess.Constant ? count / requestsPerSecond : after - Math.Log(draws.NextShare()) / requestsPerSecond;
            if (after >= duration?.TotalSeconds)
                yield break;
            yield return TimeSpan.FromSeconds(after);
        }
    }
}
