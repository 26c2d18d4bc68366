namespace LlmObs.Comparisons;

/// <summary>Two results that are to be compared, declared before their figures are looked at.</summary>
/// <param name="Baseline">What is held against.</param>
/// <param name="Candidate">What is judged.</param>
/// <param name="SharesBlocks">They are of one session, so a block has both and what drifts falls out; else each pair is two samples of loads.</param>
internal sealed record DeclaredPair(ComparedResult Baseline, ComparedResult Candidate, bool SharesBlocks)
{
    public string BaselineLabel => Label(Baseline);

    public string CandidateLabel => Label(Candidate);

    /// <summary>Where a pair shares no blocks, it is its own: all its loads are alike but for their side.</summary>
    public string Block(string measured) => SharesBlocks ? measured : $"{BaselineLabel} {CandidateLabel}";

    private static string Label(ComparedResult one) => $"{one.Result.Session}/{one.Variant}";
}
