using MathNet.Numerics.LinearAlgebra;

namespace LlmObs.Statistics;

/// <summary>
/// Least squares of <c>log speed = variant + block + error</c>, blocks complete or not, by the intra-block equations (Yates, 1940; John and Williams,
/// Cyclic and Computer Generated Designs, 1995, chapter 1): C·τ = Q with C = R − N·K⁻¹·Nᵀ and Q = T − N·K⁻¹·B. The residual is pooled over all variants.
/// Rejected: t tests pair by pair, which throw the other variants' knowledge of the spread away; a bootstrap over few blocks, whose 95 % covers 72–88 %.
/// </summary>
public sealed class TwoWayFit
{
    private readonly Dictionary<string, int> _indexes;
    private readonly Vector<double> _effects;
    private readonly Matrix<double> _inverse;
    private readonly IReadOnlyList<IReadOnlySet<string>> _tied;

    private TwoWayFit(IReadOnlyList<Replicate> replicates)
    {
        var variants = replicates.Select(replicate => replicate.Variant).Distinct(StringComparer.Ordinal).ToList();
        var blocks = replicates.Select(replicate => replicate.Block).Distinct(StringComparer.Ordinal).ToList();
        _indexes = variants.Select((variant, index) => (variant, index)).ToDictionary(pair => pair.variant, pair => pair.index, StringComparer.Ordinal);
        Blocks = blocks.Count;
        _tied = TiedVariants.In(replicates);
        var equations = IntraBlockEquations.Of(replicates, _indexes);
        _inverse = equations.Inverse(_tied.Select(group => group.Select(variant => _indexes[variant]).ToList()));
        _effects = _inverse * equations.Totals;
        DegreesOfFreedom = replicates.Count - variants.Count - blocks.Count + _tied.Count;
        Residuals = ResidualsOf(replicates);
        ResidualSd = DegreesOfFreedom > 0 ? Math.Sqrt(Residuals.Sum(residual => residual.Value * residual.Value) / DegreesOfFreedom) : null;
    }

    /// <summary>(variants − 1)(blocks − 1) where every block is complete; 0 or less leaves no interval.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>Of the logarithm: about the coefficient of variation from load to load. Null without degrees of freedom.</summary>
    public double? ResidualSd { get; }

    /// <summary>What the model leaves unexplained, replicate by replicate.</summary>
    public IReadOnlyList<Residual> Residuals { get; }

    public int Variants => _indexes.Count;

    public int Blocks { get; }

    /// <summary>No replicates leave nothing to fit; NaN and infinite values are a bug of the caller and throw.</summary>
    public static TwoWayFit? Of(IReadOnlyList<Replicate> replicates)
    {
        if (!replicates.All(replicate => double.IsFinite(replicate.LogSpeed)))
            throw new ArgumentException("A fit is made of finite values.", nameof(replicates));
        return replicates.Count == 0 ? null : new TwoWayFit(replicates);
    }

    /// <summary>Candidate against baseline; null where no chain of shared blocks ties the two together, so that a difference of days would be taken for one of variants.</summary>
    public Contrast? Compare(string baseline, string candidate)
    {
        if (!_tied.Any(group => group.Contains(baseline) && group.Contains(candidate)))
            return null;
        var (from, to) = (_indexes[baseline], _indexes[candidate]);
        var variance = _inverse[from, from] + _inverse[to, to] - (2 * _inverse[from, to]);
        return new Contrast(_effects[to] - _effects[from], ResidualSd * Math.Sqrt(Math.Max(0, variance)), DegreesOfFreedom);
    }

    /// <summary>The block's effect is the mean of what its replicates have over their variants' effects.</summary>
    private List<Residual> ResidualsOf(IReadOnlyList<Replicate> replicates)
    {
        var blocks = replicates.GroupBy(replicate => replicate.Block, StringComparer.Ordinal)
            .ToDictionary(block => block.Key, block => block.Average(replicate => replicate.LogSpeed - _effects[_indexes[replicate.Variant]]), StringComparer.Ordinal);
        return [.. replicates.Select(replicate => new Residual(replicate.Variant, replicate.Block, replicate.LogSpeed - _effects[_indexes[replicate.Variant]] - blocks[replicate.Block]))];
    }
}

/// <summary>What one replicate has over the model's expectation, as a difference of logarithms.</summary>
public sealed record Residual(string Variant, string Block, double Value);
