namespace LlmObs.Plans;

/// <summary>
/// Offers load as users bring it: requests begin at times drawn beforehand, whether the ones before have ended or not. A closed loop waits with the server and so
/// leaves out the waiting of those who would have come meanwhile.
/// </summary>
public sealed record OpenLoop
{
    /// <summary>How many requests begin in a second on average, one rate after the other: 0.5 is one every two seconds.</summary>
    [Bounds(0.0005, 1000, LeastItems = 1)]
    public required IReadOnlyList<double> RequestsPerSecond { get; init; }

    /// <summary>At even distances, or as chance brings them: exponential gaps, drawn from the plan's seed, equal for all variants and blocks.</summary>
    public ArrivalProcess Arrivals { get; init; } = ArrivalProcess.Poisson;

    /// <summary>How many requests there are at each rate; with duration whichever ends first. One of the two must be there.</summary>
    [Bounds(1, ArrivalSchedule.Most)]
    public int? Requests { get; init; }

    /// <summary>For how long requests begin at each rate; those under way are waited for.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>A request whose time comes while so many are under way is not sent, and counted as not sent.</summary>
    [Bounds(1, 1024)]
    public int MostInFlight { get; init; } = 64;
}

/// <summary>When the requests of an open loop begin.</summary>
public enum ArrivalProcess
{
    /// <summary>At even distances.</summary>
    Constant,

    /// <summary>Independently of each other: exponential gaps.</summary>
    Poisson,
}
