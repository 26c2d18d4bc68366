using System.Globalization;
using LlmObs.Comparisons;
using LlmObs.Statistics;

namespace LlmObs.Runner.Cli.Comparing;

/// <summary>A comparison in sentences.</summary>
internal static class CompareWords
{
    public const string Unknown = "n/a";

    /// <summary>"1.18× [1.15, 1.21]"; without an interval where a single load says nothing of its spread.</summary>
    public static string Ratio(ComparedPair pair) => pair switch
    {
        { Ratio: null } => Unknown,
        { Interval: { } interval } => string.Create(CultureInfo.InvariantCulture, $"{pair.Ratio:0.00#}× [{interval.Lower:0.00#}, {interval.Upper:0.00#}]"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{pair.Ratio:0.00#}×"),
    };

    public static string Word(ComparedPair pair, string unit) => pair switch
    {
        { Ratio: null } => $"{Unknown}: {pair.WhyNot}",
        { IsWithinInstrumentError: true } => string.Create(CultureInfo.InvariantCulture, $"no difference: the instrument's own error is {100 * pair.InstrumentShare:0.0##} %"),
        { Verdict: Verdict.Faster } => "faster",
        { Verdict: Verdict.Slower } => "slower",
        { Verdict: Verdict.Equivalent } => string.Create(CultureInfo.InvariantCulture, $"equivalent (within {100 * PairComparison.EquivalenceMargin:0} %)"),
        { Interval: null } => $"undecided: one {unit} says nothing of its spread",
        { MoreToDecide: { } more } => string.Create(CultureInfo.InvariantCulture, $"undecided, {more} more {unit}{(more == 1 ? "" : "s")} would decide"),
        _ => $"undecided, and no number of {unit}s in reach would decide",
    };

    public static string Heading(MetricComparison one) => $"{one.Metric.Title} ({(one.Metric.IsHigherBetter ? "higher" : "lower")} is better){Cases(one)}";

    public static IEnumerable<string> Notes(Comparison comparison)
    {
        foreach (var one in comparison.Metrics.Where(one => one.UnequalSpread is not null))
            yield return string.Create(CultureInfo.InvariantCulture, $"{one.Metric.Title}: the loads of {Name(one.UnequalSpread!.Variant)} scatter {one.UnequalSpread.TimesTheMedian:0.0} times as much as the others' (p = {one.UnequalSpread.P:0.0000}): the intervals, made of all loads' spread, are not its own.");
        if (comparison.Differences.Count > 0)
            yield return $"Also another between the two, and in the ratio: {string.Join("; ", comparison.Differences)}.";
        foreach (var left in comparison.LeftOut)
            yield return left;
        if (comparison.LacksCalibration)
            yield return "The instrument was not calibrated: what of a difference may be its own is not known (llmobs calibrate).";
        if (comparison.IsSimulated)
            yield return "Simulated: these figures say nothing about a real model.";
    }

    /// <summary>Of a pair, as it is named inside the fit: session and variant.</summary>
    private static string Name(string label) => label[(label.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Cases(MetricComparison one) => one.Pairs.Select(pair => string.Join(", ", pair.Cases)).Where(cases => cases.Length > 0).Distinct(StringComparer.Ordinal).ToList() switch
    {
        [var same] when one.Metric == ComparedMetric.Load => $", {same}",
        [var same] => $", over {same}",
        _ => "",
    };
}
