using LlmObs.Results;

namespace LlmObs.Findings;

/// <summary>Every rule. A new one is one file and one line here.</summary>
public static class FindingCatalogue
{
    public static IReadOnlyList<IFindingRule> All { get; } =
    [
        new WrongModel(),
        new ImpossibleRate(),
        new TokensCountedFromText(),
        new RateOverTotalTime(),
        new ColdRequestsAveraged(),
        new FixedCostReadAsSlowness(),
        new TimeToFirstTokenNotMeasured(),
        new UnverifiedModel(),
        new ChangedBetweenBlocks(),
        new ThinkingEndedTheBudget(),
        new TruncatedAnswer(),
        new UnreadEvents(),
        new LoadTimeIncludesDownload(),
        new OutOfMemoryWithoutEvidence(),
        new CacheHit(),
        new Throttled(),
        new Swapped(),
        new Slept(),
        new ForeignLoad(),
        new ClockResolution(),
        new InstrumentErrorLarger(),
        new TooFewLoads(),
        new SimulatedData(),
    ];

    /// <summary>The gravest first; among equals in the catalogue's order.</summary>
    public static IReadOnlyList<Finding> Judge(Evidence evidence) =>
        [.. All.Select(rule => rule.Judge(evidence)).OfType<Finding>().OrderBy(finding => finding.Severity)];
}
