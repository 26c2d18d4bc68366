namespace LlmObs.Statistics;

/// <summary>Holm's correction (1979): with all of the adjusted p under α the chance of one wrong claim among all pairs stays at most α. Rejected: Bonferroni, which is never better.</summary>
public static class Holm
{
    /// <summary>Adjusted p in the order given, each at least as large as it came in and at most 1.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> ps)
    {
        var adjusted = new double[ps.Count];
        var largest = 0.0;
        foreach (var (index, rank) in ps.Select((p, index) => (p, index)).OrderBy(pair => pair.p).Select((pair, rank) => (pair.index, rank)))
        {
            largest = Math.Max(largest, Math.Min(1, ps[index] * (ps.Count - rank)));
            adjusted[index] = largest;
        }
        return adjusted;
    }
}
