using LlmObs.Conditions;

namespace LlmObs.Runner.Host;

/// <summary>How often a Collector looks, and what follows from it: how long to wait for its samples, and how often to fetch them.</summary>
/// <param name="collector">It is asked once.</param>
/// <param name="least">The wait for a Collector at its usual pace.</param>
internal sealed class CollectorPace(CollectorClient collector, TimeSpan least)
{
    /// <summary>As many samples as the usual pace gives in <see cref="RunSamples.Pace"/>: no more are read between two measured requests.</summary>
    private const int MostSamples = 1200;

    /// <summary>A session of many loads waits no longer before each, however seldom its Collector looks.</summary>
    private static readonly TimeSpan MostSettling = TimeSpan.FromSeconds(30);
    private TimeSpan? _interval;
    private bool _wasAsked;
    private string? _problem;

    public static TimeSpan LongestBaseline => MostSettling;

    /// <summary>Two samples, so that one of them is wholly after what went before.</summary>
    public TimeSpan Settling => least > TimeSpan.Zero ? Longer(least, Shorter(TwoIntervals, MostSettling)) : least;

    /// <summary>How long before a load the machine's own use is looked at.</summary>
    public TimeSpan BaselineTime => Longer(RunMemory.BaselineTime, Settling);

    public TimeSpan FetchEvery => _interval is { } interval ? Shorter(interval * MostSamples, RunSamples.Pace) : RunSamples.Pace;

    private TimeSpan TwoIntervals => 2 * (_interval ?? TimeSpan.Zero);

    /// <summary>One that does not say how often it looks is taken for one at the usual pace.</summary>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        if (_wasAsked || least <= TimeSpan.Zero)
            return;
        try
        {
            _interval = TimeSpan.FromSeconds((await collector.ReportAsync(cancellationToken)).IntervalSeconds);
        }
        catch (CollectorException)
        {
            // what it lacks is said with the run's samples
            _interval = null;
        }
        _wasAsked = true;
        if (TwoIntervals > MostSettling)
            _problem = $"The Collector at {collector.Address} looks every {_interval!.Value.TotalSeconds:0} s only: of runs that begin within {TwoIntervals.TotalSeconds:0} s of the one before, memory, swap and net energy may be missing. Start it with a shorter interval.";
    }

    /// <summary>Told once.</summary>
    public string? TakeProblem()
    {
        var problem = _problem;
        _problem = null;
        return problem;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
