using MathNet.Numerics.Distributions;

namespace LlmObs.Statistics;

/// <summary>How many complete blocks decide a pair in four campaigns out of five, if ratio and spread are what they seem. Before any correction for other pairs.</summary>
public static class BlocksToDecide
{
    /// <summary>A thousand loads are weeks: what they would not decide will not be decided.</summary>
    public const int Most = 1000;

    private const double Power = 0.8;
    private const double DifferenceTail = 0.975;
    private const double EquivalenceTail = 0.95;

    /// <summary>Null where <see cref="Most"/> blocks would not do.</summary>
    /// <param name="logRatio">Natural logarithm of the ratio.</param>
    /// <param name="residualSd">From load to load, of the logarithm.</param>
    /// <param name="variants">How many are in each block: they all tell of the spread.</param>
    /// <param name="present">Blocks that there are and that did not decide, whatever this reckons without the correction: the number is above it.</param>
    public static int? Of(double logRatio, double residualSd, int variants, int present = 1)
    {
        for (var blocks = Math.Max(2, present + 1); blocks <= Most && variants > 1; blocks++)
        {
            if (Decides(logRatio, residualSd * Math.Sqrt(2.0 / blocks), (variants - 1) * (blocks - 1)))
                return blocks;
        }
        return null;
    }

    private static bool Decides(double logRatio, double error, int freedom) =>
        error == 0 || PowerOfDifference(Math.Abs(logRatio), error, freedom) >= Power || PowerOfEquivalence(Math.Abs(logRatio), error, freedom) >= Power;

    /// <summary>T(|d|/se − t(0.975)): the usual approximation of the non-central t by a shifted one.</summary>
    private static double PowerOfDifference(double difference, double error, int freedom) =>
        StudentT.CDF(0, 1, freedom, (difference / error) - StudentT.InvCDF(0, 1, freedom, DifferenceTail));

    /// <summary>Both one-sided tests must succeed: T((δ−d)/se − t(0.95)) + T((δ+d)/se − t(0.95)) − 1.</summary>
    private static double PowerOfEquivalence(double difference, double error, int freedom)
    {
        var (bound, quantile) = (Math.Log(1 + PairComparison.EquivalenceMargin), StudentT.InvCDF(0, 1, freedom, EquivalenceTail));
        return StudentT.CDF(0, 1, freedom, ((bound - difference) / error) - quantile) + StudentT.CDF(0, 1, freedom, ((bound + difference) / error) - quantile) - 1;
    }
}
