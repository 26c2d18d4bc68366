using LlmObs.Hardware;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Tests.Measurements;

namespace LlmObs.Tests.Results;

/// <summary>A session to be made by hand, entry by entry. Nothing in it comes from this machine.</summary>
internal static class SmallSession
{
    public static DateTimeOffset Start { get; } = new(2026, 2, 4, 9, 30, 15, TimeSpan.Zero);

    public static SessionHeader Header { get; } = new()
    {
        SchemaVersion = SessionHeader.CurrentSchemaVersion,
        Session = "small-20260204-093015",
        StartedAt = Start,
        Seed = 7,
        PlanHash = "c0ffee",
        Server = new ServerIdentity { Kind = "lm_studio", Name = "LM Studio", Version = "0.4.1", Address = new Uri("http://127.0.0.1:1234/") },
        Machine = new Machine { OperatingSystem = "macOS 26.2", Architecture = "Arm64", Processor = "Apple M3 Ultra", LogicalProcessors = 32, MemoryBytes = 512L << 30, ClockResolutionSeconds = 1e-9 },
        ClientVersion = "0.1.0",
    };

    public static Plan Plan(params Variant[] variants) => new()
    {
        SchemaVersion = 1,
        Name = "small",
        Models = [new PlannedModel { Id = "alpha", Name = "Alpha" }],
        Variants = variants,
        Cases = [new Case { Id = "short", Category = "answer", Prompt = "Say hello.", MaxTokens = 128 }, new Case { Id = "long", Category = "essay", Prompt = "Say more.", MaxTokens = 512 }],
    };

    public static Variant Variant(string id, string quantization = "Q4_K_M", string model = "alpha") =>
        new() { Id = id, Model = model, Quantization = quantization, Format = ModelFormat.Gguf, FileSize = new DataSize(4_100_000_000) };

    public static JournalEntry.Load Load(string variant, int block, string? loadId, double? seconds = null) => new()
    {
        At = Start,
        Run = $"{block}/{variant}",
        Variant = variant,
        LoadId = loadId,
        Model = new LocalModel { Key = $"maker/{variant}", FileSize = new DataSize(4_200_000_000), ModifiedAt = Start.AddDays(-30) },
        InstanceId = loadId is null ? null : variant,
        ContextTokens = loadId is null ? null : 32_768,
        LoadTime = seconds is { } time ? TimeSpan.FromSeconds(time) : null,
        Runtime = "llama.cpp 1.50",
    };

    /// <summary>Of a load: one of its requests, steady unless told otherwise.</summary>
    public static JournalEntry.Request Request(JournalEntry.Load load, RequestTimeline timeline, string name = "short", int iteration = 0) => new()
    {
        At = Start,
        Run = load.Run,
        Variant = load.Variant,
        Id = $"{load.Run}/speed/{name}/c1/{iteration}",
        LoadId = load.LoadId,
        Case = name,
        Pass = Pass.Speed,
        Concurrency = 1,
        Iteration = iteration,
        MaxTokens = 128,
        Sampling = Sampling.Greedy,
        Seed = 7,
        Nonce = "5eed",
        PromptHash = "0123456789abcdef",
        Timeline = timeline,
        Outcome = RequestOutcome.Of(timeline),
    };

    public static JournalEntry.RunEnd End(JournalEntry.Load load, string? failure = null) => new() { At = Start, Run = load.Run, Variant = load.Variant, Failure = failure };

    /// <summary>101 tokens, an event each, so that the rate is 1000 / gap; the stream ends with its last text.</summary>
    public static RequestTimeline Stream(int first, int gap) =>
        Timelines.Of(first + 100 * gap, Timelines.Steady(101, first, gap)).With(completion: 101, prompt: 20, cached: 0) with { Answer = "hello" };

    public static RequestTimeline Broken(int at) => Timelines.Of(at) with { End = StreamEnd.ConnectionReset, FinishReason = null, Error = "reset by peer" };
}
