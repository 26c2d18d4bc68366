namespace LlmObs.Statistics;

/// <summary>The standard deviation within groups of different level, pooled over them: √(Σ(y − group mean)² / Σ(n − 1)).</summary>
public sealed record PooledSpread(double Sd, int DegreesOfFreedom)
{
    /// <summary>Null where no group has two values.</summary>
    public static PooledSpread? Of(IEnumerable<(string Group, double Y)> values)
    {
        var groups = values.GroupBy(value => value.Group, value => value.Y, StringComparer.Ordinal).Select(group => group.ToList()).Where(group => group.Count > 1).ToList();
        var freedom = groups.Sum(group => group.Count - 1);
        return freedom == 0 ? null : new PooledSpread(Math.Sqrt(groups.Sum(Squares) / freedom), freedom);
    }

    private static double Squares(List<double> group)
    {
        var mean = group.Average();
        return group.Sum(value => (value - mean) * (value - mean));
    }
}
