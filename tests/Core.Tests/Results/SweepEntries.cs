using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;
using LlmObs.Tests.Measurements;

namespace LlmObs.Tests.Results;

/// <summary>Journal entries of one variant's sweeps.</summary>
internal static class SweepEntries
{
    public static JournalEntry.SweepLoad Load(SweepKind sweep, int? asked, int? got = null, string? failure = null) => new()
    {
        At = SmallSession.Start,
        Run = "b1/v",
        Variant = "v",
        Sweep = sweep,
        AskedContextTokens = asked,
        ContextTokens = failure is null ? got ?? asked : null,
        LoadId = failure is null ? $"sweep-{asked}" : null,
        InstanceId = failure is null ? "v" : null,
        LoadTime = TimeSpan.FromSeconds(3),
        Failure = failure,
        Model = new LocalModel { Key = "maker/v", MaximumContextTokens = 32_768 },
    };

    public static JournalEntry.SweepRequest Probe(int step, Action<List<Needle>>? forget = null, int? counted = null, int seconds = 2)
    {
        var needles = Needle.Draw(7, step, [0.1, 0.5, 0.9]);
        var said = needles.ToList();
        forget?.Invoke(said);
        var prompt = counted ?? ContextLadder.PromptTokens(new ContextSweep(), step);
        var timeline = Timelines.Of(1000 * seconds + 2000, Timelines.Steady(101, 1000 * seconds, 20)).With(completion: 101, prompt: prompt, cached: 0) with { Answer = string.Join('\n', said.Select(needle => $"{needle.Door}: {needle.Code}")) };
        return Request(SweepKind.Context, $"context/{step}", timeline) with { Context = new ContextProbe { ContextTokens = step, Characters = 4 * ContextLadder.PromptTokens(new ContextSweep(), step), ExpectedPromptTokens = ContextLadder.PromptTokens(new ContextSweep(), step), Needles = needles } };
    }

    public static JournalEntry.SweepMemory Memory(int context, long bytes) => new()
    {
        At = SmallSession.Start,
        Run = "b1/v",
        Variant = "v",
        LoadId = $"sweep-{context}",
        ContextTokens = context,
        Memory = new RunMemory { BaselineBytes = 0, PeakBytes = bytes, Samples = 3, Source = "the machine" },
    };

    public static JournalEntry.SweepEnd End(SweepKind sweep, string? failure = null) => new() { At = SmallSession.Start, Run = "b1/v", Variant = "v", Sweep = sweep, Failure = failure };

    /// <summary>A level of so many streams, each answering in the time given, one after the other: 101 tokens a request.</summary>
    public static IEnumerable<JournalEntry.SweepRequest> Level(int streams, int gap, int first = 100, int attempt = 1, int rounds = 4, int? cutTo = null)
    {
        var length = first + 100 * gap;
        return Enumerable.Range(0, cutTo ?? streams * rounds).Select(index => Request(SweepKind.Parallel, $"parallel/c{streams}/a{attempt}/{index}", SmallSession.Stream(first, gap) with { SentTimestamp = (long)(index / streams) * (length + 1) * 1_000_000 }) with
        {
            Parallel = new ParallelProbe { Streams = streams, Attempt = attempt, Index = index, Requests = streams * rounds },
        });
    }

    /// <summary>Twenty requests at a rate, sent in time, each with its first token after the time given.</summary>
    public static IEnumerable<JournalEntry.SweepRequest> Rate(double rate, int first, int attempt = 1) => Enumerable.Range(0, 20).Select(index =>
        Request(SweepKind.Rate, FormattableString.Invariant($"rate/r{rate}/a{attempt}/{index}"), SmallSession.Stream(first, 10) with { SentTimestamp = (long)(index / rate * 1e9), SendLateness = TimeSpan.Zero }) with
        {
            Rate = new RateProbe { RequestsPerSecond = rate, Attempt = attempt, Index = index, Requests = 20, Arrivals = ArrivalProcess.Constant, After = TimeSpan.FromSeconds(index / rate) },
        });

    public static JournalEntry.SweepRequest Request(SweepKind sweep, string name, RequestTimeline timeline) => new()
    {
        At = SmallSession.Start,
        Run = "b1/v",
        Variant = "v",
        Id = $"b1/v/sweep/{name}",
        Sweep = sweep,
        MaxTokens = 256,
        Sampling = Sampling.Greedy,
        PromptHash = "0",
        Timeline = timeline,
        Outcome = RequestOutcome.Of(timeline),
    };
}
