using LlmObs.Findings;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Tests.Results.SmallSession;

namespace LlmObs.Tests.Findings;

/// <summary>Three loads, each with a warm-up of its own, verified, streamed, finished: nothing is wrong with it.</summary>
internal static class CleanSession
{
    public static IReadOnlyList<JournalEntry> Entries { get; } = [.. Enumerable.Range(1, 3).SelectMany(Block)];

    public static Plan Plan { get; } = Plan(Variant("alpha-q4"));

    public static Evidence Evidence { get; } = SessionEvidence.Of(Header, Plan, VariantResults.From(Header, Plan, Entries)[0], Entries);

    public static Evidence With(Func<RequestSeen, RequestSeen> edit) => Evidence with { Requests = [.. Evidence.Requests.Select(edit)] };

    /// <summary>Only the last of its requests is another.</summary>
    public static Evidence WithLast(Func<RequestSeen, RequestSeen> edit) => Evidence with { Requests = [.. Evidence.Requests.SkipLast(1), edit(Evidence.Requests[^1])] };

    public static Evidence WithLastLoad(Func<LoadResult, LoadResult> edit) => Evidence with { Loads = [.. Evidence.Loads.SkipLast(1), edit(Evidence.Loads[^1])] };

    private static IEnumerable<JournalEntry> Block(int block)
    {
        var load = Load("alpha-q4", block, $"load-{block}", seconds: 10 + block);
        yield return load with { Model = load.Model! with { Quantization = "Q4_K_M", Format = ModelFormat.Gguf } };
        yield return Request(load, Stream(first: 950, gap: 20)) with { Id = $"{block}/warm-up", IsWarmup = true };
        yield return Request(load, Stream(first: 80 + block, gap: 20));
        yield return Request(load, Stream(first: 250, gap: 20) with { FinishReason = "length" }, name: "long");
        yield return End(load);
    }
}
