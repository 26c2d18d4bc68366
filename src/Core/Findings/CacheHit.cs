using LlmObs.Results;
using LlmObs.Statistics;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>The prompt, or most of it, came from the server's cache: a time to first token of a repeated prompt, not of a new one. Some servers do not tell.</summary>
internal sealed class CacheHit : IFindingRule
{
    private const double MostlyCached = 0.5;
    private const double LeastSecondsSaved = 0.05;

    public string Code => "cache-hit";

    public Finding? Judge(Evidence evidence)
    {
        var counted = evidence.Counted.ToList();
        var told = counted.Where(request => request.CachedPromptShare > MostlyCached).ToList();
        if (told.Count > 0)
            return Found(Invariant($"In {told.Count} of {counted.Count} requests most of the prompt came from the server's cache: their time to first token is one of a repeated prompt."), Evidence.Each(told, request => Invariant($"{request.CachedPromptShare * 100:0} % of the prompt, first token after {request.FirstTextSeconds:0.000} s")));
        var faster = counted.GroupBy(request => (request.Load, request.PromptHash)).Where(same => same.Key.PromptHash is not null).SelectMany(Repeats).ToList();
        return faster.Count == 0 ? null : Found(Invariant($"{faster.Count} requests repeated the words of an earlier one and began in less than half its time: the server's cache may have read the prompt for them."), faster);
    }

    /// <summary>Those that a cache nobody tells of may have shortened.</summary>
    private static IEnumerable<Sighting> Repeats(IEnumerable<RequestSeen> same)
    {
        var all = same.Where(request => request is { CachedPromptShare: null, FirstTextSeconds: not null }).ToList();
        var rest = Distribution.Of(all.Skip(1).Select(request => request.FirstTextSeconds!.Value));
        return rest is not null && all[0].FirstTextSeconds > 2 * rest.P50 && all[0].FirstTextSeconds - rest.P50 > LeastSecondsSaved
            ? Evidence.Each(all.Skip(1), request => Invariant($"first token after {request.FirstTextSeconds:0.000} s, after {all[0].FirstTextSeconds:0.000} s for the same words in {all[0].Id}"))
            : [];
    }

    private Finding Found(string sentence, IReadOnlyList<Sighting> seen) => new()
    {
        Rule = Code,
        Severity = FindingSeverity.Warning,
        Sentence = sentence,
        Seen = seen,
        Remedy = "Measure with a nonce before each prompt (settings.nonce), or turn the server's prompt cache off.",
    };
}
