namespace LlmObs.Statistics;

/// <summary>
/// y = a + b·x by ordinary least squares. For a request's whole time over its output tokens, at equal prompt length, a is the fixed cost a request
/// and 1 / b the rate of decoding. Standard error of a: s · √(1/n + x̄² / Σ(x − x̄)²), s with n − 2 degrees of freedom.
/// </summary>
public sealed record LineFit(int N, double Intercept, double Slope, double ResidualSd, double InterceptError)
{
    /// <summary>Two points fit any line.</summary>
    public const int LeastPoints = 3;

    public double At(double x) => Intercept + Slope * x;

    /// <summary>Null under <see cref="LeastPoints"/> points, and where the largest x is not at least twice the smallest: such a slope is noise.</summary>
    public static LineFit? Of(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < LeastPoints || points.Max(point => point.X) < 2 * points.Min(point => point.X))
            return null;
        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        if (spread <= 0)
            return null;
        var slope = points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        var intercept = meanY - slope * meanX;
        var residual = points.Sum(point => Math.Pow(point.Y - intercept - slope * point.X, 2));
        var sd = Math.Sqrt(residual / (points.Count - 2));
        return new LineFit(points.Count, intercept, slope, sd, sd * Math.Sqrt(1.0 / points.Count + meanX * meanX / spread));
    }
}
