using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace LlmObs.Statistics;

/// <summary>
/// Whether one variant's loads scatter more than the others', so that the pooled spread is not its own: Bartlett's test (1937) on the residuals of the fit.
/// Rejected: Levene's test with medians, which with six blocks misses a variant that scatters fivefold in most campaigns. One wild load raises this too, and should.
/// Residuals of one block depend on each other a little; it is a warning and no verdict.
/// </summary>
public sealed record UnequalSpread
{
    private const double Level = 0.01;
    private const int FewestForASpread = 3;

    /// <summary>Of "all scatter alike".</summary>
    public required double P { get; init; }

    /// <summary>The one that scatters most.</summary>
    public required string Variant { get; init; }

    /// <summary>Its standard deviation ÷ the median one's.</summary>
    public required double TimesTheMedian { get; init; }

    /// <summary>Null where nothing speaks against equal spread, or too little is known.</summary>
    public static UnequalSpread? Of(TwoWayFit fit)
    {
        var groups = fit.Residuals.GroupBy(residual => residual.Variant, StringComparer.Ordinal).Where(group => group.Count() >= FewestForASpread)
            .Select(group => (Variant: group.Key, Values: group.Select(residual => residual.Value).ToArray())).ToList();
        if (groups.Count < 2 || PValue([.. groups.Select(group => (group.Values.Length - 1, group.Values.Variance()))]) is not { } p || p >= Level)
            return null;
        var sds = groups.Select(group => (group.Variant, Sd: group.Values.StandardDeviation())).OrderByDescending(group => group.Sd).ToList();
        return new UnequalSpread { P = p, Variant = sds[0].Variant, TimesTheMedian = sds[0].Sd / sds.Select(group => group.Sd).Median() };
    }

    /// <summary>Bartlett's statistic against χ² with one degree of freedom less than there are groups; null where one does not scatter at all, for no logarithm is taken of 0.</summary>
    private static double? PValue(IReadOnlyList<(int Freedom, double Variance)> groups)
    {
        if (groups.Any(group => group.Variance <= 0))
            return null;
        double freedom = groups.Sum(group => group.Freedom);
        var pooled = groups.Sum(group => group.Freedom * group.Variance) / freedom;
        var statistic = (freedom * Math.Log(pooled)) - groups.Sum(group => group.Freedom * Math.Log(group.Variance));
        var correction = 1 + ((groups.Sum(group => 1.0 / group.Freedom) - (1 / freedom)) / (3 * (groups.Count - 1)));
        // of two variants in whole blocks the residuals are each other's mirror: rounding may leave less than nothing
        return 1 - ChiSquared.CDF(groups.Count - 1, Math.Max(0, statistic / correction));
    }
}
