using MathNet.Numerics.LinearAlgebra;

namespace LlmObs.Statistics;

/// <summary>The equations for the variants' effects after the blocks' have been eliminated.</summary>
/// <param name="Information">C: how much the blocks tell of each difference; its rows add up to 0.</param>
/// <param name="Totals">Q: each variant's total less the means of the blocks it was in.</param>
internal sealed record IntraBlockEquations(Matrix<double> Information, Vector<double> Totals)
{
    public static IntraBlockEquations Of(IReadOnlyList<Replicate> replicates, IReadOnlyDictionary<string, int> variants)
    {
        var information = Matrix<double>.Build.Dense(variants.Count, variants.Count);
        var totals = Vector<double>.Build.Dense(variants.Count);
        foreach (var block in replicates.GroupBy(replicate => replicate.Block, StringComparer.Ordinal).Select(block => block.ToList()))
        {
            var mean = block.Average(replicate => replicate.LogSpeed);
            foreach (var replicate in block)
            {
                var row = variants[replicate.Variant];
                totals[row] += replicate.LogSpeed - mean;
                information[row, row] += 1;
                foreach (var neighbour in block)
                    information[row, variants[neighbour.Variant]] -= 1.0 / block.Count;
            }
        }
        return new(information, totals);
    }

    /// <summary>A generalized inverse, right for every difference within a group: within each, adding a constant makes the matrix regular.</summary>
    /// <param name="groups">Rows of variants that are tied together.</param>
    public Matrix<double> Inverse(IEnumerable<IReadOnlyList<int>> groups)
    {
        var regular = Information.Clone();
        foreach (var group in groups)
        {
            foreach (var row in group)
            {
                foreach (var column in group)
                    regular[row, column] += 1.0 / group.Count;
            }
        }
        return regular.Inverse();
    }
}
