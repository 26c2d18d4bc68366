using LlmObs.Statistics;
using MathNet.Numerics.Distributions;

namespace LlmObs.Calibrations;

/// <summary>How much larger the instrument's errors are while something goes on beside the requests; differences within rounds.</summary>
public sealed record ObserverEffect
{
    private const double Alpha = 0.05;

    public required string Observer { get; init; }

    /// <summary>Of the middle error of the times to first token, in seconds.</summary>
    public required MeanInterval TimeToFirstToken { get; init; }

    /// <summary>Of the mean size of the errors of gaps, in seconds.</summary>
    public required MeanInterval Gap { get; init; }

    /// <summary>Of the mean size of the errors of decode speeds, as a share.</summary>
    public required MeanInterval Decode { get; init; }

    /// <summary>One of the three is no chance, all observers and figures taken together (Holm at 5 %).</summary>
    public bool IsSeen { get; init; }

    /// <summary>Each observer against the baseline, round by round; a round without the baseline says nothing, nor does one in which no stream came whole.</summary>
    public static IReadOnlyList<ObserverEffect> All(IReadOnlyList<ObservedRound> rounds, string baseline)
    {
        rounds = [.. rounds.Where(round => round.Errors.Any(error => error.DecodeShare is not null))];
        var alone = rounds.Where(round => round.Observer == baseline).ToDictionary(round => round.Round);
        var effects = rounds.Where(round => round.Observer != baseline && alone.ContainsKey(round.Round))
            .GroupBy(round => round.Observer, StringComparer.Ordinal)
            .Select(observed => Of(observed.Key, [.. observed.Select(round => (round, alone[round.Round]))])).ToList();
        var adjusted = Holm.Adjust([.. effects.SelectMany(effect => effect.Intervals.Select(ChanceOf))]);
        return [.. effects.Select((effect, index) => effect with { IsSeen = adjusted.Skip(index * 3).Take(3).Any(p => p < Alpha) })];
    }

    private MeanInterval[] Intervals => [TimeToFirstToken, Gap, Decode];

    private static ObserverEffect Of(string observer, IReadOnlyList<(ObservedRound With, ObservedRound Without)> pairs) => new()
    {
        Observer = observer,
        TimeToFirstToken = MeanInterval.Of(pairs.Select(pair => pair.With.TimeToFirstToken - pair.Without.TimeToFirstToken))!,
        Gap = MeanInterval.Of(pairs.Select(pair => pair.With.Gap - pair.Without.Gap))!,
        Decode = MeanInterval.Of(pairs.Select(pair => pair.With.Decode - pair.Without.Decode))!,
    };

    /// <summary>Two-sided p of a mean of 0 (Student, 1908); 1 where there is no spread to hold it against.</summary>
    private static double ChanceOf(MeanInterval interval)
    {
        if (interval.HalfWidth is not > 0 and var width)
            return width is 0 && interval.Mean != 0 ? 0 : 1;
        var degrees = interval.N - 1;
        var error = interval.HalfWidth.Value / StudentT.InvCDF(0, 1, degrees, 1 - Alpha / 2);
        return 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(interval.Mean) / error);
    }
}
