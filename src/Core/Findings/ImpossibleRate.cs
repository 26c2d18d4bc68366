using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>
/// A rate that cannot be. Each token reads all active weights from memory once, so decode speed ≤ bandwidth / (file size × active share): judged where
/// all three are known. And no rate can be far above the tokens over the time that its author gives. 8405 tok/s was once published.
/// </summary>
internal sealed class ImpossibleRate : IFindingRule
{
    private const double OwnTimeTolerance = 1.02;

    /// <summary>Over the time from the first token to the end, which holds more than decoding.</summary>
    private const double LooseTolerance = 1.5;

    public string Code => "impossible-rate";

    public Finding? Judge(Evidence evidence)
    {
        var bound = evidence.IsSimulated ? null : evidence.MemoryBytesPerSecond / (evidence.ModelSize?.Bytes * evidence.ActiveShare);
        var seen = evidence.Counted.SelectMany(request => Sightings(request, bound)).ToList();
        return seen.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = Invariant($"{seen.Count} rates cannot be{(bound is { } most ? Invariant($": memory that gives {evidence.MemoryBytesPerSecond / 1e9:0} GB/s bears at most {most:0} tok/s of these weights") : ": more tokens a second than their own tokens and times give")}."),
            Seen = seen,
            Remedy = "Look for a cache, a buffer that gave many tokens at once, another model, or a count of something else. Only speculative decoding may pass the memory's bound.",
        };
    }

    private static IEnumerable<Sighting> Sightings(RequestSeen request, double? bound)
    {
        if ((request.DecodeTokensPerSecond ?? request.ClaimedTokensPerSecond) is { } rate && rate > bound)
            yield return new Sighting(request.Id, Invariant($"{rate:0.0} tok/s, over the bound of {bound:0.0}"));
        else if (request is { ClaimedTokensPerSecond: { } claim, Tokens: > 0 and var tokens } && Possible(request) is > 0 and var seconds && claim * seconds > tokens)
            yield return new Sighting(request.Id, Invariant($"{claim:0.0} tok/s said, {tokens} tokens in {request.GenerationSeconds ?? request.Seconds:0.00} s"));
    }

    /// <summary>The time that a rate of these tokens must at least span, tolerance included; null where no time without the wait for the first token is known.</summary>
    private static double? Possible(RequestSeen request) => request.GenerationSeconds is { } generation
        ? generation / OwnTimeTolerance
        : (request.Seconds - request.FirstTextSeconds) / LooseTolerance;
}
