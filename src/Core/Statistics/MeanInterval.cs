using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace LlmObs.Statistics;

/// <summary>A mean over replicates with its two-sided 95 % interval: mean ± t(0.975, n − 1) · s / √n (Student, 1908).</summary>
/// <param name="HalfWidth">Null under two replicates: one value says nothing about its spread.</param>
public sealed record MeanInterval(int N, double Mean, double? HalfWidth)
{
    private const double UpperTail = 0.975;

    /// <summary>Null for no values; NaN and infinite values are a bug of the caller and throw.</summary>
    public static MeanInterval? Of(IEnumerable<double> replicates)
    {
        var values = replicates.ToArray();
        if (values.Length == 0)
            return null;
        if (!values.All(double.IsFinite))
            throw new ArgumentException("An interval is made of finite values.", nameof(replicates));

        double? halfWidth = values.Length < 2
            ? null
            : StudentT.InvCDF(0, 1, values.Length - 1, UpperTail) * values.StandardDeviation() / Math.Sqrt(values.Length);
        return new MeanInterval(values.Length, values.Mean(), halfWidth);
    }
}
