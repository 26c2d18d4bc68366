using MathNet.Numerics.Distributions;

namespace LlmObs.Statistics;

/// <summary>
/// One slope within groups of different level, by least squares: y = group + slope · x + error, with the two-sided 95 % interval slope ± t(0.975, n − groups − 1) · s / √Sxx.
/// Of logarithms a slope is a relative change. Rejected: a slope for each group and then their mean, which a group of two points would decide;
/// differences of neighbours, which throw half of the evidence away.
/// </summary>
/// <param name="Slope">Per unit of x.</param>
/// <param name="HalfWidth">Null without degrees of freedom.</param>
/// <param name="DegreesOfFreedom">n − groups − 1.</param>
/// <param name="N">Points in groups of two or more: the others say nothing about a slope.</param>
public sealed record PooledSlope(double Slope, double? HalfWidth, int DegreesOfFreedom, int N)
{
    private const double UpperTail = 0.975;

    /// <summary>Whether the interval leaves zero out: only then is it called a drift.</summary>
    public bool IsCertain => HalfWidth is { } half && Math.Abs(Slope) > half;

    /// <summary>Null where no group has two different x; NaN and infinite values are a bug of the caller and throw.</summary>
    public static PooledSlope? Of(IEnumerable<(string Group, double X, double Y)> points)
    {
        var groups = points.GroupBy(point => point.Group, StringComparer.Ordinal).Select(group => group.ToList()).Where(group => group.Count > 1).ToList();
        if (!groups.SelectMany(group => group).All(point => double.IsFinite(point.X) && double.IsFinite(point.Y)))
            throw new ArgumentException("A slope is made of finite values.", nameof(points));
        var deviations = groups.SelectMany(Deviations).ToList();
        var sxx = deviations.Sum(one => one.X * one.X);
        if (sxx == 0)
            return null;
        var slope = deviations.Sum(one => one.X * one.Y) / sxx;
        var freedom = deviations.Count - groups.Count - 1;
        var residual = deviations.Sum(one => Math.Pow(one.Y - slope * one.X, 2));
        double? halfWidth = freedom > 0 ? StudentT.InvCDF(0, 1, freedom, UpperTail) * Math.Sqrt(residual / freedom / sxx) : null;
        return new PooledSlope(slope, halfWidth, freedom, deviations.Count);
    }

    private static IEnumerable<(double X, double Y)> Deviations(List<(string Group, double X, double Y)> group)
    {
        var (x, y) = (group.Average(point => point.X), group.Average(point => point.Y));
        return group.Select(point => (point.X - x, point.Y - y));
    }
}
