using LlmObs.Hardware;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Tests.Results;

/// <summary>Journal entries of one variant, as short as a test wants them.</summary>
internal static class SessionEntries
{
    public static VariantResult Result(params JournalEntry[] entries) => Assert.Single(VariantResults.From(Header, Plan, entries));

    public static JournalEntry.Load Load(string run, string id) => new() { At = DateTimeOffset.UnixEpoch, Run = run, Variant = "v", LoadId = id, InstanceId = "i", LoadTime = TimeSpan.FromSeconds(2) };

    /// <summary>An answer of a token each so many milliseconds; null is one too short for a decode speed.</summary>
    public static JournalEntry.Request Request(string run, string loadId, string caseId, double? millisecondsPerToken, int promptTokens = 10, int? cachedTokens = null, string? nonce = "n") => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Run = run,
        Variant = "v",
        Id = $"{run}/{caseId}",
        LoadId = loadId,
        Case = caseId,
        Pass = Pass.Speed,
        Concurrency = 1,
        Iteration = 0,
        MaxTokens = 50,
        Sampling = Sampling.Greedy,
        Nonce = nonce,
        PromptHash = "0",
        Timeline = Timeline(millisecondsPerToken is null ? 3 : 50, millisecondsPerToken ?? 10) with { Usage = new TokenUsage { CompletionTokens = millisecondsPerToken is null ? 3 : 50, PromptTokens = promptTokens, CachedTokens = cachedTokens } },
        Outcome = new RequestOutcome.Completed(),
    };

    private static RequestTimeline Timeline(int tokens, double millisecondsPerToken) => new()
    {
        SentAt = DateTimeOffset.UnixEpoch,
        SentTimestamp = 0,
        EndAt = TimeSpan.FromMilliseconds(100 + tokens * millisecondsPerToken),
        End = StreamEnd.Done,
        FinishReason = "stop",
        Events = [.. Enumerable.Range(0, tokens).Select(index => new TimelineEvent(TimeSpan.FromMilliseconds(100 + index * millisecondsPerToken), index, EventKinds.Answer, 60, 0, 4))],
    };

    private static Plan Plan { get; } = new()
    {
        SchemaVersion = 1,
        Name = "tiny",
        Variants = [new Variant { Id = "v", Model = "m", Quantization = "Q4", Format = ModelFormat.Gguf }],
        Cases = [new Case { Id = "a", Category = "x", Prompt = "Hello", MaxTokens = 50 }],
    };

    private static SessionHeader Header { get; } = new()
    {
        SchemaVersion = 1,
        Session = "tiny",
        StartedAt = DateTimeOffset.UnixEpoch,
        Seed = 1,
        PlanHash = "0",
        Server = new ServerIdentity { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://127.0.0.1:1234/") },
        Machine = new Machine { OperatingSystem = "x", Architecture = "y", LogicalProcessors = 1, ClockResolutionSeconds = 1e-9 },
        ClientVersion = "0.1.0",
    };
}
