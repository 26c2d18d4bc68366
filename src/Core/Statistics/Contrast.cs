using MathNet.Numerics.Distributions;

namespace LlmObs.Statistics;

/// <summary>One variant against another.</summary>
/// <param name="LogRatio">Natural logarithm of candidate ÷ baseline.</param>
/// <param name="StandardError">Of the logarithm; null without degrees of freedom.</param>
/// <param name="DegreesOfFreedom">Of the pooled residual.</param>
public sealed record Contrast(double LogRatio, double? StandardError, int DegreesOfFreedom)
{
    private const double UpperTail = 0.975;

    /// <summary>1.18 is 18 % faster than the baseline.</summary>
    public double Ratio => Math.Exp(LogRatio);

    /// <summary>Two-sided 95 % interval of the ratio: exp(difference ± t(0.975, df) · standard error). Null without degrees of freedom.</summary>
    public (double Lower, double Upper)? Interval => StandardError is { } error
        ? (Math.Exp(LogRatio - (Quantile(UpperTail) * error)), Math.Exp(LogRatio + (Quantile(UpperTail) * error)))
        : null;

    /// <summary>Two-sided p of "there is no difference" (Student's t). Null without degrees of freedom.</summary>
    public double? DifferenceP => StandardError is { } error ? 2 * Cdf(-Math.Abs(Share(LogRatio, error))) : null;

    /// <summary>
    /// p of "they differ by the margin or more": the larger of two one-sided tests (Schuirmann, 1987). Null without degrees of freedom.
    /// </summary>
    /// <param name="margin">As a share: 0.03 asks for a ratio within 1/1.03 and 1.03.</param>
    public double? EquivalenceP(double margin)
    {
        if (StandardError is not { } error)
            return null;
        var bound = Math.Log(1 + margin);
        return Math.Max(Cdf(Share(LogRatio - bound, error)), Cdf(-Share(LogRatio + bound, error)));
    }

    /// <summary>No spread at all makes every difference certain, and none of none.</summary>
    private static double Share(double difference, double error) => difference == 0 ? 0 : difference / error;

    private double Quantile(double share) => StudentT.InvCDF(0, 1, DegreesOfFreedom, share);

    private double Cdf(double t) => double.IsInfinity(t) ? (t > 0 ? 1 : 0) : StudentT.CDF(0, 1, DegreesOfFreedom, t);
}
