using LlmObs.Findings;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Tests.Measurements;
using LlmObs.Tests.Results;
using static LlmObs.Tests.Results.SmallSession;

namespace LlmObs.Tests.Reports;

/// <summary>
/// A session with one of each: three loads with cold, failed, parallel and quality requests; a model that was loaded before;
/// one that did not load; two that were not there; and one whose server counts nothing and whose names are full of Markdown.
/// </summary>
internal static class ReportedSession
{
    public static SessionHeader Header { get; } = SmallSession.Header with
    {
        Server = SmallSession.Header.Server with { Name = "Sim | *LM* <Studio>", IsSimulated = true },
        Missing =
        [
            new MissingVariant { Variant = "alpha-q2", Reason = "no model of *this* name | or quantization", FetchLine = "lms get maker/alpha@q2_k" },
            new MissingVariant { Variant = "gamma", Reason = "nobody says where it is" },
        ],
    };

    public static Plan Plan { get; } = SmallSession.Plan(Variant("alpha-q4"), Variant("alpha-q6", "Q6_K"), Variant("alpha-q8", "Q8_0"), Beta()) with
    {
        Title = "Small [plan](http://example.org) `x`",
        Models = [new PlannedModel { Id = "alpha", Name = "Alpha" }, new PlannedModel { Id = "beta", Name = "Beta <img src=x> | #1" }],
    };

    public static IReadOnlyList<VariantResult> Results { get; } = JudgedResults.From(Header, Plan, [.. ThreeLoads(), .. LoadedBefore(), .. DidNotLoad(), .. CountsNothing()]);

    private static Variant Beta() => Variant("beta", "4bit|*x*", model: "beta") with { Format = ModelFormat.Mlx, FileSize = null, Status = new VariantStatus { State = VariantState.Archived, PublishedTokensPerSecond = 45.73 } };

    private static IEnumerable<JournalEntry> ThreeLoads()
    {
        foreach (var (block, gap) in new[] { (1, 20), (2, 21), (3, 19) })
        {
            var load = Load("alpha-q4", block, $"load-{block}", seconds: 10 + block) with { ReportedLoadTime = TimeSpan.FromSeconds(9) };
            yield return load;
            yield return Request(load, Stream(first: 950, gap)) with { IsWarmup = true };
            yield return Request(load, Stream(first: 80 + block, gap));
            yield return Request(load, Stream(first: 250, gap) with { FinishReason = "length" }, name: "long");
            yield return Request(load, Stream(first: 300, gap * 2)) with { Concurrency = 4 };
            yield return block == 1 ? WatchedRuns.Calm(load) : WatchedRuns.Throttled(load);
        }
        var last = Load("alpha-q4", 3, "load-3");
        yield return Request(last, Broken(at: 60), iteration: 1);
        yield return Request(last, Timelines.Of(4000, Timelines.Reasoning(200, 0)) with { FinishReason = "length" }) with { Pass = Pass.Quality, MaxTokens = 8192 };
        yield return Request(last, Stream(first: 100, gap: 20), iteration: 1) with { Pass = Pass.Quality, MaxTokens = 8192 };
        yield return WatchedRuns.WatchedInPart(last);
    }

    private static IEnumerable<JournalEntry> LoadedBefore()
    {
        foreach (var block in new[] { 1, 2 })
        {
            var load = Load("alpha-q6", block, "before/alpha-q6") with { WasLoadedBefore = true };
            yield return load;
            yield return Request(load, Stream(first: 90, gap: 25).With(completion: 101, prompt: 20, cached: 15));
        }
    }

    private static IEnumerable<JournalEntry> DidNotLoad()
    {
        var load = Load("alpha-q8", 1, loadId: null, seconds: 1800) with { Model = null, Runtime = null, Failure = "out of memory | asked for 250 GB" };
        return [load, End(load, load.Failure)];
    }

    private static IEnumerable<JournalEntry> CountsNothing()
    {
        var load = Load("beta", 1, "load-4", seconds: 3) with { Model = new LocalModel { Key = "be_ta\n#*1*" }, Runtime = null, ContextTokens = null };
        return [load, Request(load, Stream(first: 90, gap: 25) with { Usage = null }), End(load)];
    }
}
