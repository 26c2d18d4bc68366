using LlmObs.Statistics;
using MathNet.Numerics.Distributions;

namespace LlmObs.Tests.Statistics;

/// <summary>Loads of known true speeds: the machine drifts by blocks, and each load has its own luck.</summary>
internal static class SimulatedCampaign
{
    private const double DriftSd = 0.04;

    public static IReadOnlyList<Replicate> Of(Random random, IReadOnlyList<double> logSpeeds, int blocks, double loadSd, double shareOnDisk = 1)
    {
        var all = new List<Replicate>();
        for (var block = 0; block < blocks; block++)
        {
            var drift = Normal.Sample(random, 0, DriftSd);
            for (var variant = 0; variant < logSpeeds.Count; variant++)
            {
                if (block < 2 || random.NextDouble() < shareOnDisk)
                    all.Add(new Replicate($"{variant}", $"{block}", logSpeeds[variant] + drift + Normal.Sample(random, 0, loadSd)));
            }
        }
        return all;
    }

    /// <summary>The share of so many campaigns of which something is true.</summary>
    public static double Share(int campaigns, int seed, Func<Random, bool> isSo)
    {
        var random = new Random(seed);
        return (double)Enumerable.Range(0, campaigns).Count(_ => isSo(random)) / campaigns;
    }
}
