using LlmObs.Measurements;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>What a reader of a comparison must know before believing it: the same sentences below the terminal's table and in <c>summary.md</c>.</summary>
public static class ReadingNotes
{
    private const int FewLoads = 3;

    public static IReadOnlyList<string> Of(IReadOnlyList<VariantResult> results)
    {
        var summaries = results.Select(VariantSummary.Of).ToList();
        string?[] notes = [NoSpeed(results), Loads(summaries), Cache(results, summaries), Flags(summaries), Changes(results)];
        return [.. notes.OfType<string>()];
    }

    private static string? NoSpeed(IReadOnlyList<VariantResult> results) => results.Any(HasNoSpeed)
        ? "n/a: an answer of under 32 tokens or 0.25 s, or without the server's token count, says nothing about decode speed. A larger budget (max_tokens) or another case helps."
        : null;

    private static bool HasNoSpeed(VariantResult result)
    {
        var speed = VariantSummary.Steady(result).ToList();
        return speed.Any(one => one.Outcomes.ContainsKey("completed")) && speed.All(one => one.Of(Metrics.DecodeSpeed) is null);
    }

    private static string? Loads(List<VariantSummary> summaries)
    {
        var loads = summaries.Select(one => one.DecodeTokensPerSecond?.N).OfType<int>().ToList();
        if (loads.Count < 2 || loads.Min() >= FewLoads)
            return null;
        var remedy = summaries.Any(one => one.WasLoadedBefore) ? "A model that stays loaded counts as one load, however often it is measured." : "More blocks in the plan make the intervals narrower.";
        return $"Fewer than {FewLoads} loads of a variant: between loads decode speed moves by 2 to 5 %, so small differences mean nothing yet. {remedy}";
    }

    private static string? Flags(List<VariantSummary> summaries)
    {
        var (flagged, runs) = (summaries.Sum(one => one.Machine.FlaggedRuns), summaries.Sum(one => one.Machine.Runs));
        var words = string.Join(", ", summaries.SelectMany(one => one.Machine.Flags).Select(one => Word(one.Flag.Kind)).Distinct(StringComparer.Ordinal));
        return flagged == 0 ? null : $"{Number(flagged, "0")} of {Number(runs, "0")} runs {(flagged == 1 ? "is" : "are")} flagged ({words}): something besides the model may have made {(flagged == 1 ? "it" : "them")} slower. The speeds stay in the figures.";
    }

    /// <summary>Also where a variant had one load only: then the other runtime stands beside another variant.</summary>
    private static string? Changes(IReadOnlyList<VariantResult> results)
    {
        var changed = results.Where(result => result.Loads.Any(load => load.Changes.Count > 0)).Select(result => result.Variant.Id).ToList();
        var runtimes = results.SelectMany(result => result.Loads).Select(load => load.Runtime).OfType<string>().Distinct(StringComparer.Ordinal)
            .GroupBy(runtime => runtime[..(runtime.LastIndexOf(' ') is var end and > 0 ? end : runtime.Length)], StringComparer.Ordinal).Where(versions => versions.Count() > 1).SelectMany(versions => versions).ToList();
        if (changed.Count == 0 && runtimes.Count == 0)
            return null;
        var what = runtimes.Count > 0 ? $"the runtime changed while this was measured ({string.Join(", ", runtimes)})" : $"a file or runtime changed while this was measured ({string.Join(", ", changed)})";
        return $"Not one sample: {what}. Loads before and after do not compare; each variant's report says which are which.";
    }

    private static string? Cache(IReadOnlyList<VariantResult> results, List<VariantSummary> summaries)
    {
        if (summaries.Max(one => one.LargestCachedPromptShare) is > VariantSummary.MostlyCached and var share)
            return $"Up to {Number(share * 100, "0")} % of a prompt came from the server's cache: that time to first token is one of a repeated prompt, not of a new one.";
        var isRepeated = results.Any(result => !result.Settings.Nonce && VariantSummary.Steady(result).Any(one => one.Requests > 1));
        return isRepeated ? "The same prompt was sent each time, without a nonce: a prompt cache may have shortened the time to first token." : null;
    }
}
