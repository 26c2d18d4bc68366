using MathNet.Numerics.Statistics;

namespace LlmObs.Statistics;

/// <summary>A sample summed up. What its n does not bear is null.</summary>
public sealed record Distribution
{
    /// <summary>Fewer values say nothing about a 95th percentile.</summary>
    public const int LeastForP95 = 20;

    /// <summary>Fewer values say nothing about a 99th percentile.</summary>
    public const int LeastForP99 = 100;

    public required int N { get; init; }

    public required double Mean { get; init; }

    /// <summary>Sample standard deviation (n − 1); null under two values.</summary>
    public double? Sd { get; init; }

    /// <summary>Sd / mean; null where the mean is 0.</summary>
    public double? Cv { get; init; }

    public required double Min { get; init; }

    public required double P50 { get; init; }

    public double? P90 { get; init; }

    public double? P95 { get; init; }

    public double? P99 { get; init; }

    public required double Max { get; init; }

    /// <summary>
    /// Percentiles are Hyndman and Fan's type 7 (linear between order statistics), as in R and NumPy.
    /// Null for no values; NaN and infinite values are a bug of the caller and throw.
    /// </summary>
    public static Distribution? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            return null;
        if (!sorted.All(double.IsFinite))
            throw new ArgumentException("A distribution is made of finite values.", nameof(values));

        var mean = sorted.Mean();
        double? sd = sorted.Length > 1 ? sorted.StandardDeviation() : null;
        return new Distribution
        {
            N = sorted.Length,
            Mean = mean,
            Sd = sd,
            Cv = mean == 0 ? null : sd / Math.Abs(mean),
            Min = sorted[0],
            P50 = Quantile(sorted, 0.5),
            P90 = sorted.Length >= 10 ? Quantile(sorted, 0.9) : null,
            P95 = sorted.Length >= LeastForP95 ? Quantile(sorted, 0.95) : null,
            P99 = sorted.Length >= LeastForP99 ? Quantile(sorted, 0.99) : null,
            Max = sorted[^1],
        };
    }

    private static double Quantile(double[] sorted, double share) =>
        SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
}
