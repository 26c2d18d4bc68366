using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>Where a variant's rate sweep stands, and what comes next: a pure function of its journal.</summary>
public sealed class RateSweepCourse
{
    /// <summary>Below the first rate by so much nothing more is looked for.</summary>
    private const int MostHalvings = 4;

    private readonly RateSweep _sweep;
    private readonly ILookup<double, JournalEntry.SweepRequest> _requests;
    private readonly double? _next;

    /// <param name="sweep">What the plan asks.</param>
    /// <param name="entries">Of one variant.</param>
    /// <param name="resolution">Seconds of one tick of the monotonic clock.</param>
    public RateSweepCourse(RateSweep sweep, IEnumerable<JournalEntry> entries, double resolution)
    {
        _sweep = sweep;
        _requests = entries.OfType<JournalEntry.SweepRequest>().Where(request => request is { Rate: not null, IsWarmup: false }).ToLookup(request => request.Rate!.RequestsPerSecond);
        var levels = new List<RateLevel>();
        while (NextRate(levels) is { } rate)
        {
            if (Attempts(rate).Whole() is not { } whole)
            {
                _next = rate;
                break;
            }
            levels.Add(RateLevel.Of(rate, sweep.TimeToFirstTokenBound, whole, resolution));
        }
        Levels = [.. levels.OrderBy(level => level.RequestsPerSecond)];
        Latest = levels.LastOrDefault();
        if (_next is null)
            (Stop, StopReason) = WhyStop();
    }

    /// <summary>Those that were measured whole, slowest first.</summary>
    public IReadOnlyList<RateLevel> Levels { get; }

    /// <summary>The one that was measured last.</summary>
    public RateLevel? Latest { get; }

    public double? HighestGoodRate => HighestGood(Levels);

    public double? LowestBadRate => LowestBad(Levels);

    /// <summary>Null while there is more to measure.</summary>
    public RateStop? Stop { get; }

    public string? StopReason { get; }

    /// <summary>The rate to measure next, and for which time; null where it is over.</summary>
    public (double RequestsPerSecond, int Attempt)? Next => _next is { } rate ? (rate, Attempts(rate).Next) : null;

    private SweepAttempts Attempts(double rate) => new(_requests[rate], request => (request.Rate!.Attempt, request.Rate.Index, request.Rate.Requests), countsRefusals: true);

    private static double? HighestGood(IEnumerable<RateLevel> levels) => levels.Where(level => level.IsGood).Max(level => (double?)level.RequestsPerSecond);

    private static double? LowestBad(IEnumerable<RateLevel> levels) => levels.Where(level => !level.IsGood).Min(level => (double?)level.RequestsPerSecond);

    /// <summary>Doubled while good, halved while none is; between the two their geometric mean, until they are near enough.</summary>
    private double? NextRate(List<RateLevel> measured) => (HighestGood(measured), LowestBad(measured)) switch
    {
        (null, null) => Rounded(_sweep.FirstRequestsPerSecond),
        ({ } good, null) => good >= Rounded(_sweep.MaximumRequestsPerSecond) ? null : Math.Min(Rounded(good * 2), Rounded(_sweep.MaximumRequestsPerSecond)),
        (null, { } bad) => measured.Count > MostHalvings ? null : Rounded(bad / 2),
        ({ } good, { } bad) => bad / good <= 1 + _sweep.Precision ? null : Rounded(Math.Sqrt(good * bad)),
    };

    /// <summary>To four digits: a rate names its requests, and is read by people.</summary>
    private static double Rounded(double rate) => double.Parse(rate.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private (RateStop Stop, string Reason) WhyStop() => (HighestGoodRate, LowestBadRate) switch
    {
        ({ } good, null) => (RateStop.NotAsked, Text($"The plan asks for no more than {good:0.####} requests a second.")),
        (null, { } bad) => (RateStop.NoneGood, Text($"Not even {bad:0.####} requests a second were: {Why(bad)}")),
        ({ } good, { } bad) => (RateStop.Found, Text($"At {bad:0.####} requests a second, {(bad / good - 1) * 100:0} % more, {Why(bad)}")),
        _ => throw new InvalidOperationException("A rate sweep has a first rate."),
    };

    private string Why(double rate) => Levels.First(level => level.RequestsPerSecond == rate) switch
    {
        { NotSent: > 0 } level => Text($"{level.NotSent} of {level.Requests} were not sent, for {_sweep.MostInFlight} were under way."),
        { NotCompleted: > 0 } level => Text($"{level.NotCompleted} of {level.Requests} did not complete: {level.FirstFailure}"),
        { TimeToFirstTokenFromIntendedSeconds.P95: { } slow } => Text($"the time to first token from the intended send came to {slow:0.00} s (p95), over the plan's {Duration.ToText(_sweep.TimeToFirstTokenBound)}."),
        _ => "no p95 of the time to first token is known: too few answers have text.",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
