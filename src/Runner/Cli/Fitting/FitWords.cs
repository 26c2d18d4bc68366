using System.Globalization;
using LlmObs.Capacity;
using LlmObs.Plans;

namespace LlmObs.Runner.Cli.Fitting;

/// <summary>Cells and lines of what fits.</summary>
internal static class FitWords
{
    public const string Unknown = "n/a";

    public static string Tokens(int? tokens) => tokens?.ToString("N0", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Memory(long? bytes) => bytes is { } known ? new DataSize(known).ToBinaryString() : Unknown;

    /// <summary>"fits, 284.1 GiB free", "tight, 6.2 GiB free", "no, 20.4 GiB short".</summary>
    public static string Verdict(MemoryFit fit) => fit switch
    {
        { Verdict: FitVerdict.Fits } => $"fits, {Memory(fit.HeadroomBytes)} free",
        { Verdict: FitVerdict.Tight, HeadroomBytes: >= 0 } => $"tight, {Memory(fit.HeadroomBytes)} free",
        { Verdict: FitVerdict.Tight } => "tight, nothing free",
        { Verdict: FitVerdict.DoesNotFit } => $"no, {Memory(-fit.HeadroomBytes)} short",
        _ => Unknown,
    };

    /// <summary>"196,608 (all)", "62,464", "none", with what is tight beyond.</summary>
    public static string Largest(Candidate candidate, FitQuestion question, CacheType type)
    {
        var fits = MemoryFit.LargestContext(candidate, question.Budget, 1, type, FitVerdict.Fits);
        var tight = MemoryFit.LargestContext(candidate, question.Budget, 1, type, FitVerdict.Tight);
        return (fits, tight) switch
        {
            (null, _) => Unknown,
            (0, 0) => "none",
            (0, { } only) => $"tight to {Tokens(only)}",
            ({ } all, _) when all == candidate.MaximumContextTokens => $"{Tokens(all)} (all)",
            ({ } some, { } beyond) when beyond > some => $"{Tokens(some)}, tight to {Tokens(beyond)}",
            _ => Tokens(fits),
        };
    }

    public static IEnumerable<string> Notes(FitQuestion question, IReadOnlyList<Candidate> candidates) =>
    [
        .. Sources("Sizes", candidates, candidate => candidate.WeightsSource),
        .. Sources("Layers", candidates, candidate => candidate.ShapeSource),
        .. candidates.Where(candidate => question.TooLargeFor(candidate).Count > 0)
            .Select(candidate => $"{candidate.Name} was made for {Tokens(candidate.MaximumContextTokens ?? candidate.Shape?.MaximumContextTokens)} tokens: {string.Join(" and ", question.TooLargeFor(candidate).Select(context => Tokens(context)))} are not shown."),
        "Reckoned: weights + streams × (keys and values + state) + 1 to 4 GiB of buffers. It is tight where that takes from what should stay free: load it to know.",
    ];

    public static string Budget(MemoryBudget budget) =>
        $"A model may take {budget.Limit.ToBinaryString()} of {budget.Total.ToBinaryString()} ({budget.Source}); {budget.Margin.ToBinaryString()} of it should stay free.";

    /// <summary>One line a source, so that nobody takes one for another.</summary>
    private static IEnumerable<string> Sources(string what, IReadOnlyList<Candidate> candidates, Func<Candidate, string> source) => candidates
        .GroupBy(source, StringComparer.Ordinal)
        .Select(same => same.Count() == candidates.Count ? $"{what}: {same.Key}." : $"{what} of {string.Join(", ", same.Select(candidate => candidate.Name))}: {same.Key}.")
        .Select(line => line.EndsWith("..", StringComparison.Ordinal) ? line[..^1] : line);
}
