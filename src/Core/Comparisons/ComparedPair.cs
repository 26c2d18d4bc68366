using LlmObs.Statistics;

namespace LlmObs.Comparisons;

/// <summary>A candidate against its baseline in one figure, in that figure's own unit: a time that is halved has the ratio 0.5 and is faster.</summary>
public sealed record ComparedPair
{
    public required string Model { get; init; }

    public required string Baseline { get; init; }

    public required string Candidate { get; init; }

    public int BaselineLoads { get; init; }

    public int CandidateLoads { get; init; }

    /// <summary>The cases it is over: those of which every load of the model has a figure.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>Null where it cannot be told: <see cref="WhyNot"/>.</summary>
    public double? Ratio { get; init; }

    /// <summary>95 %, before any correction; null where nothing is known of the spread.</summary>
    public (double Lower, double Upper)? Interval { get; init; }

    public Verdict Verdict { get; init; }

    /// <summary>The difference would be called one, but the instrument's own error is as large: it is none.</summary>
    public bool IsWithinInstrumentError { get; init; }

    /// <summary>Of the ratio, as a share; null where a side was not calibrated, or the figure is not of the instrument.</summary>
    public double? InstrumentShare { get; init; }

    /// <summary>Blocks, or loads of each, that would decide in four campaigns of five; null where decided, or not in reach.</summary>
    public int? MoreToDecide { get; init; }

    /// <summary>Why there is no ratio.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The share by which it is worse than the baseline, below 0 where it is better; null without a ratio.</summary>
    public double? Slowdown(bool isHigherBetter) => Ratio is { } ratio ? isHigherBetter ? 1 - ratio : ratio - 1 : null;
}
