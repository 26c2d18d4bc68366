using System.Globalization;
using LlmObs.Statistics;

namespace LlmObs.Comparisons;

/// <summary>
/// When a script is to fail: <c>slower:5%</c>, <c>ttft-slower:10%</c>, <c>undecided</c>. A pair breaks it that is called slower – certain, after Holm's correction – and is so by
/// the share at least. Rejected: the ratio alone, which fails by chance; the interval's far end, which a noisy candidate passes.
/// </summary>
/// <param name="Metric">Of which figure.</param>
/// <param name="LeastShare">0.05 for 5 %; null for undecided ones.</param>
public sealed record FailRule(ComparedMetric Metric, double? LeastShare)
{
    private const string Slower = "slower";
    private const string Undecided = "undecided";

    /// <summary>What may be written.</summary>
    public static string Form => $"Write slower:5% for decode speed, {string.Join(", ", ComparedMetric.All.Skip(1).Select(metric => $"{metric.Name}-slower:10%"))}, or undecided of decode speed, {ComparedMetric.All[1].Name}-undecided and so on of another figure.";

    public static FailRule? Parse(string text)
    {
        var (name, share) = text.Split(':') switch { [var only] => (only, (string?)null), [var word, var number] => (word, number), _ => ("", null) };
        var metric = ComparedMetric.All.FirstOrDefault(one => name.StartsWith($"{one.Name}-", StringComparison.Ordinal)) is { } named ? named : ComparedMetric.Decode;
        var what = name.StartsWith($"{metric.Name}-", StringComparison.Ordinal) ? name[(metric.Name.Length + 1)..] : name;
        return (what, share) switch
        {
            (Undecided, null) => new FailRule(metric, null),
            (Slower, null) => new FailRule(metric, 0),
            (Slower, { } given) when given.EndsWith('%') && double.TryParse(given[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 1000 => new FailRule(metric, percent / 100),
            _ => null,
        };
    }

    /// <summary>The pairs that break it, each in a sentence.</summary>
    public IEnumerable<string> Broken(Comparison comparison)
    {
        foreach (var pair in comparison.Metrics.Where(one => one.Metric == Metric).SelectMany(one => one.Pairs))
        {
            var title = Metric.Title.ToLowerInvariant();
            if (LeastShare is null && pair.Ratio is null)
                yield return $"{pair.Candidate} against {pair.Baseline} cannot be told in {title}: {pair.WhyNot}.";
            else if (LeastShare is null && pair is { Verdict: Verdict.Undecided, IsWithinInstrumentError: false })
                yield return $"{pair.Candidate} against {pair.Baseline} is undecided in {title}.";
            else if (LeastShare is { } least && pair.Verdict == Verdict.Slower && pair.Slowdown(Metric.IsHigherBetter) is { } slowdown && slowdown >= least)
                yield return FormattableString.Invariant($"{pair.Candidate} is slower than {pair.Baseline} in {title} by {100 * slowdown:0.0} %.");
        }
    }
}
